package org.pyreview.frameworks.container;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.files.YamlFile.Value;

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
    return service.value().get("environment").stream()
        .flatMap(
            environment ->
                Stream.concat(
                    environment
                        .entries()
                        .flatMap(
                            each ->
                                of(
                                    service,
                                    each.key(),
                                    each.value().text().orElse(""),
                                    each.value())),
                    environment
                        .elements()
                        .flatMap(
                            each -> {
                              String[] sides = each.text().orElse("").split("=", 2);
                              return sides.length == 2
                                  ? of(service, sides[0].strip(), sides[1].strip(), each)
                                  : Stream.empty();
                            })));
  }

  private static Stream<ComposeSecret> of(
      ComposeService service, String key, String value, Value shown) {
    Matcher standard = DEFAULT.matcher(value);
    boolean hasDefault = standard.matches() && KEY_OF_SERVERS.matcher(key).matches();
    String written = hasDefault ? standard.group(1) : value;
    boolean isSecret = KEY.matcher(key).matches() || URL.matcher(value).matches();
    return isSecret && !NO_SECRET.matcher(written).matches()
        ? Stream.of(new ComposeSecret(service, key, shown.place()))
        : Stream.empty();
  }
}
