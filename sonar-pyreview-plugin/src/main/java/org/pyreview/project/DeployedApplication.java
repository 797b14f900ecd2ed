package org.pyreview.project;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.files.Pyproject;

/**
 * Whether the project is deployed, rather than installed by others as a library: rules about
 * operation have nothing to say to a library.
 *
 * @param isDeployed whether something says how it is run
 * @param isLibrary whether others can install it, and nothing says how it is run
 * @param hasDescriptor whether a file for containers, platforms or servers says how it is run
 * @param isPackaged whether others can install it, be it deployed as well
 */
public record DeployedApplication(
    boolean isDeployed, boolean isLibrary, boolean hasDescriptor, boolean isPackaged) {

  private static final Pattern DESCRIPTOR =
      Pattern.compile(
          "(?i)(?:(?:.*\\.)?Dockerfile|Dockerfile\\..*|Containerfile|(?:docker-)?compose.*\\.ya?ml|Procfile"
              + "|fly\\.toml|render\\.yaml|app\\.ya?ml|heroku\\.yml|gunicorn\\.conf\\.py|gunicorn_conf\\.py"
              + "|uwsgi\\.ini|nixpacks\\.toml|railway\\.(?:json|toml)|Chart\\.yaml|zappa_settings\\.json)");
  private static final Pattern COMPOSE = Pattern.compile("(?i)(?:docker-)?compose.*\\.ya?ml");
  private static final Pattern BUILD = Pattern.compile("(?m)^\\s+(?:build|<<):");
  private static final Set<String> ENTRY_POINTS = Set.of("manage.py", "wsgi.py", "asgi.py");

  /** Looks at the project's files, once. */
  public static DeployedApplication of(Project project) {
    return project.knowledge(DeployedApplication.class, DeployedApplication::detect);
  }

  private static DeployedApplication detect(Project project) {
    boolean isPackaged = isPackaged(project);
    boolean hasDescriptor =
        project.files().stream()
            .filter(file -> DESCRIPTOR.matcher(file.name()).matches())
            .filter(file -> !(isPackaged && isForTests(file)))
            .anyMatch(file -> !DevelopmentPath.of(file.path()).isDevelopment());
    boolean hasEntryPoint =
        project.files().stream()
            .filter(file -> ENTRY_POINTS.contains(file.name()))
            .anyMatch(file -> !file.path().isTest());
    boolean isDeployed = hasDescriptor || (hasEntryPoint && !isPackaged);
    return new DeployedApplication(
        isDeployed, isPackaged && !isDeployed, hasDescriptor, isPackaged);
  }

  /** Whether a file in a part of the repository says how that part is run. */
  public static boolean isRunFrom(RepositoryPart part) {
    return part.files().stream()
        .filter(file -> !file.path().isTest())
        .filter(
            file -> DESCRIPTOR.matcher(file.name()).matches() || ENTRY_POINTS.contains(file.name()))
        .anyMatch(file -> !DevelopmentPath.of(file.path()).isDevelopment());
  }

  /** The innermost part around a file that is run on its own; the repository where none is. */
  public static RepositoryPart partOf(ProjectFile file, Project project) {
    RepositoryPart part = RepositoryParts.of(project).of(file);
    while (part.enclosing().isPresent() && !isRunFrom(part)) {
      part = part.enclosing().get();
    }
    return part;
  }

  /** A compose file of services that a library is tested with builds nothing. */
  private static boolean isForTests(ProjectFile file) {
    return COMPOSE.matcher(file.name()).matches()
        && file.text().filter(text -> BUILD.matcher(text).find()).isEmpty();
  }

  /** Whether others can install the project: it has a build system and a name, or a setup.py. */
  private static boolean isPackaged(Project project) {
    Optional<Pyproject> pyproject =
        project.file("pyproject.toml").flatMap(Pyprojects.of(project)::read);
    return pyproject.filter(Pyproject::isPackage).isPresent()
        || project.file("setup.py").isPresent();
  }
}
