package org.pyreview.frameworks.container;

import java.util.List;
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
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?-([^{}$]*)\\}");
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
    String value = withDefault(variable.value());
    boolean isMeant = KEY.matcher(variable.name()).matches() || URL.matcher(value).matches();
    return isMeant && !NO_SECRET.matcher(value).matches();
  }

  /** What a value comes to where nobody sets its variables: {@code ${PASSWORD:-shop}}. */
  private static String withDefault(String value) {
    return DEFAULT.matcher(value).replaceAll("$1");
  }
}
