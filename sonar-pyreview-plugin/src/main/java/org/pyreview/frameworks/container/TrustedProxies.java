package org.pyreview.frameworks.container;

import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * Where a server is told to believe everybody who says for whom they forward a request, although
 * others than a proxy reach it: a compose file publishes its port.
 *
 * @param setting the option or variable that says it
 * @see <a href="https://www.uvicorn.org/settings/#http">Uvicorn: settings</a>
 */
public record TrustedProxies(ProjectFile file, Place place, String setting) {

  private static final String OPTION = "--forwarded-allow-ips";
  private static final String VARIABLE = "FORWARDED_ALLOW_IPS";
  private static final String EVERYBODY = "*";

  /** The place in what starts a server; empty if it believes only some, or a proxy hides it. */
  public static Optional<TrustedProxies> everybody(StartCommand command, Project project) {
    boolean isServer = command.program().matches("gunicorn|uvicorn|fastapi");
    boolean isAsked = isServer && !command.words().contains("--no-proxy-headers");
    return isAsked && isPublished(command, project) ? of(command, project) : Optional.empty();
  }

  private static boolean isPublished(StartCommand command, Project project) {
    return ComposeService.of(project).stream()
        .anyMatch(service -> service.starts(command) && service.isPublished());
  }

  /** What decides: the option, the configuration, and then the environment. */
  private static Optional<TrustedProxies> of(StartCommand command, Project project) {
    Optional<String> written =
        command
            .option(OPTION)
            .or(
                () ->
                    Gunicorn.of(command, project)
                        .map(found -> found.settings().get("forwarded_allow_ips")));
    if (written.isPresent()) {
      return written
          .filter(EVERYBODY::equals)
          .map(each -> new TrustedProxies(command.file(), command.place(), OPTION));
    }
    return Stream.of(
            command.program().equals("uvicorn") ? "UVICORN_" + VARIABLE : VARIABLE, VARIABLE)
        .flatMap(name -> Stream.ofNullable(command.environment().get(name)))
        .findFirst()
        .filter(variable -> variable.value().equals(EVERYBODY))
        .map(variable -> new TrustedProxies(variable.file(), variable.place(), variable.name()));
  }
}
