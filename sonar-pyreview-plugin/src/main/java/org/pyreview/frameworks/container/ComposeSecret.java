package org.pyreview.frameworks.container;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;

/**
 * A password or key that a compose file for servers writes out.
 *
 * @param key the variable
 * @param place its value, or the entry of a list
 */
public record ComposeSecret(ComposeService service, String key, Place place) {

  private static final Pattern KEY =
      Pattern.compile("(?i).*(?:PASSWORD|PASSWD|SECRET(?:_KEY)?|TOKEN|API_?KEY|ACCESS_KEY)");
  private static final Pattern URL =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@$]*:[^/\\s@$]+@.*");

  /** {@code ${SECRET_KEY:-value}}: the value where the variable isn't set. */
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?-([^${}]+)\\}");

  /** Passwords of databases often have a default for everybody's own computer. */
  private static final Pattern KEY_OF_SERVERS =
      Pattern.compile("(?i).*(?:SECRET(?:_KEY)?|TOKEN|API_?KEY|ACCESS_KEY)");

  private static final Pattern NO_SECRET =
      Pattern.compile("(?i)|true|false|yes|no|\\d+|.*\\$.*|/run/secrets/.*");

  /** Those of a project, a list for each service that has some. */
  public static List<List<ComposeSecret>> byService(Project project) {
    return ComposeService.of(project).stream()
        .filter(service -> !service.isForDevelopers())
        .map(service -> in(service).toList())
        .filter(found -> !found.isEmpty())
        .toList();
  }

  private static Stream<ComposeSecret> in(ComposeService service) {
    return service.environment().stream()
        .filter(ComposeSecret::isSecret)
        .map(each -> new ComposeSecret(service, each.name(), each.place()));
  }

  private static boolean isSecret(PassedVariable variable) {
    Matcher standard = DEFAULT.matcher(variable.value());
    boolean hasDefault = standard.matches() && KEY_OF_SERVERS.matcher(variable.name()).matches();
    String written = hasDefault ? standard.group(1) : variable.value();
    boolean isMeant =
        KEY.matcher(variable.name()).matches() || URL.matcher(variable.value()).matches();
    return isMeant && !NO_SECRET.matcher(written).matches();
  }
}
