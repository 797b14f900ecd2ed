package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * A password or key that a compose file for servers writes out.
 *
 * @param key the variable
 * @param value as it is written
 * @param place its value, or the entry of a list
 */
public record ComposeSecret(ComposeService service, String key, String value, Place place) {

  private static final Pattern KEY =
      Pattern.compile("(?i).*(?:PASSWORD|PASSWD|SECRET(?:_KEY)?|TOKEN|API_?KEY|ACCESS_KEY)");
  private static final Pattern URL =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@$]*:[^/\\s@$]+@([\\w.-]+).*");

  /** {@code ${SECRET_KEY:-value}}: the value where the variable isn't set. */
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?-([^${}]+)\\}");

  /** Passwords of databases often have a default for everybody's own computer. */
  private static final Pattern KEY_OF_SERVERS =
      Pattern.compile("(?i).*(?:SECRET(?:_KEY)?|TOKEN|API_?KEY|ACCESS_KEY)");

  private static final Pattern NO_SECRET =
      Pattern.compile("(?i)|true|false|yes|no|\\d+|.*\\$.*|/run/secrets/.*");

  /** Passwords of databases, queues and caches. */
  private static final Pattern KEY_OF_DATABASE =
      Pattern.compile(
          "(?i)(?:.*_)?(?:DB|DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB|_INITDB)?|REDIS|VALKEY|RABBITMQ|AMQP|BROKER|CACHE)_?(?:.*_)?(?:PASSWORD|PASSWD)");

  private static final Pattern OTHER_HOST = Pattern.compile("(?i).*(?:HOST|HOSTNAME|SERVER)");

  /** A remark that the value is known to be here, or has to be replaced. */
  private static final Pattern ACCEPTED =
      Pattern.compile(
          "(?i)#.*(?:checkov:skip|gitleaks:allow|trufflehog:ignore|allowlist secret|nosec\\b|kics-scan ignore)");

  private static final Pattern TO_BE_REPLACED =
      Pattern.compile(
          "(?i)#.*\\b(?:overrid|replac|chang|must be set|set (?:it|this|your))\\w*\\b.*");

  private static final Pattern FOR_PRODUCTION = Pattern.compile("(?i).*(?:prod|deploy|live).*");

  /**
   * Those of a project, a list for each service that has some. What several services get is one
   * secret: the others follow in the list of the first.
   */
  public static List<List<ComposeSecret>> byService(Project project) {
    List<List<ComposeSecret>> all =
        ComposeService.of(project).stream()
            .filter(service -> !service.isForDevelopers())
            .map(service -> in(service, project))
            .toList();
    Set<String> accepted =
        all.stream()
            .flatMap(List::stream)
            .filter(ComposeSecret::isAccepted)
            .map(ComposeSecret::identity)
            .collect(Collectors.toSet());
    Map<String, List<ComposeSecret>> lists = new HashMap<>();
    List<List<ComposeSecret>> found = new ArrayList<>();
    for (List<ComposeSecret> ofService : all) {
      List<ComposeSecret> own = new ArrayList<>();
      ofService.stream()
          .filter(each -> !accepted.contains(each.identity()))
          .forEach(each -> lists.computeIfAbsent(each.identity(), key -> own).add(each));
      if (!own.isEmpty()) {
        found.add(own);
      }
    }
    return found;
  }

  private String identity() {
    return key + "=" + value;
  }

  private static List<ComposeSecret> in(ComposeService service, Project project) {
    return service.environment().stream()
        .filter(ComposeSecret::isSecret)
        .map(each -> new ComposeSecret(service, each.name(), each.value(), each.place()))
        .filter(each -> !each.opensOnlyNeighbour(project))
        .toList();
  }

  /**
   * Whether it opens a database that only the services beside it reach. A file that is named for
   * production has the password of a real one, though.
   */
  private boolean opensOnlyNeighbour(Project project) {
    ProjectFile file = service.file();
    if (FOR_PRODUCTION.matcher(file.name()).matches()) {
      return false;
    }
    List<ComposeService> beside =
        ComposeService.of(project).stream().filter(each -> each.file() == file).toList();
    Matcher url = URL.matcher(value);
    if (url.matches()) {
      return beside.stream()
          .anyMatch(each -> each.name().equals(url.group(1)) && !each.isPublished());
    }
    boolean isElsewhere =
        service.environment().stream()
            .anyMatch(
                each -> OTHER_HOST.matcher(each.name()).matches() && each.value().contains("."));
    return KEY_OF_DATABASE.matcher(key).matches()
        && !isElsewhere
        && beside.stream().noneMatch(each -> each.isBehindOthers() && each.isPublished());
  }

  /** Whether a remark beside or above it says that it is known, or that it has to be replaced. */
  private boolean isAccepted() {
    List<String> lines = service.file().text().orElse("").lines().toList();
    int at = place.line() - 1;
    if (at >= lines.size()) {
      return false;
    }
    boolean isStandard = DEFAULT.matcher(value).matches();
    boolean isSaid = isSaid(lines.get(at).replaceFirst("^[^#]*\\s(?=#)", ""), isStandard);
    for (int i = at - 1; i >= 0 && lines.get(i).stripLeading().startsWith("#"); i--) {
      isSaid |= isSaid(lines.get(i), isStandard);
    }
    return isSaid;
  }

  private static boolean isSaid(String remark, boolean isStandard) {
    return ACCEPTED.matcher(remark).find() || (isStandard && TO_BE_REPLACED.matcher(remark).find());
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
