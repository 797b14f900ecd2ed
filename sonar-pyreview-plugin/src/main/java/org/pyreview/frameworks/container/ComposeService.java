package org.pyreview.frameworks.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.YamlFile.Entry;
import org.pyreview.project.files.YamlFile.Value;

/**
 * A service of a compose file that isn't for development by its name, nor by its profiles.
 *
 * @param isForDevelopers whether some service of the file works on the project's own folder, and
 *     may write there, or none is the project: all are databases and the like, for who works on it
 */
public record ComposeService(ProjectFile file, String name, Value value, boolean isForDevelopers) {

  private static final Pattern FILE =
      Pattern.compile("(?i)(?:docker-)?compose(?:[.-](?:prod|production|deploy|live))?\\.ya?ml");
  private static final Pattern SOURCE =
      Pattern.compile("(?:\\.{1,2}|\\$\\{?PWD\\}?)/?:(?!.*:(?:ro|.*,ro)(?:,.*)?$).*");

  /** What a service of the project's own needs: databases, caches, queues, mail for tests. */
  private static final Pattern BEHIND_OTHERS =
      Pattern.compile(
          "(?i)(?:.*/)?(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mysql-server|mariadb|percona|mongo|mongodb"
              + "|redis|redis-stack|valkey|keydb|memcached|rabbitmq|nats|kafka|cp-kafka|zookeeper|elasticsearch|opensearch|solr|meilisearch"
              + "|minio|localstack|mailhog|mailpit|maildev|mailcatcher|smtp4dev|adminer|pgadmin4|phpmyadmin|redisinsight|mongo-express|jaeger|all-in-one)(?::.*|@.*)?");

  private static final Pattern LOOPBACK =
      Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[?::1\\]?");

  private record All(List<ComposeService> list) {}

  /** Those of a project. */
  public static List<ComposeService> of(Project project) {
    return project.knowledge(All.class, ComposeService::collect).list;
  }

  private static All collect(Project project) {
    List<ComposeService> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      if (FILE.matcher(file.name()).matches() && !DevelopmentPath.of(file.path()).isDevelopment()) {
        YamlFiles.of(project).documents(file).forEach(root -> collect(file, root, found));
      }
    }
    return new All(found);
  }

  private static void collect(ProjectFile file, Value root, List<ComposeService> found) {
    List<Entry> services = root.get("services").stream().flatMap(Value::entries).toList();
    boolean isForDevelopers =
        services.stream().map(Entry::value).anyMatch(ComposeService::mountsSource)
            || (!file.name().matches("(?i).*(?:prod|deploy|live).*")
                && services.stream().map(Entry::value).allMatch(ComposeService::isBehindOthers));
    services.stream()
        .filter(service -> !isForDevelopment(service.value()))
        .forEach(
            service ->
                found.add(
                    new ComposeService(file, service.key(), service.value(), isForDevelopers)));
  }

  private static boolean isForDevelopment(Value service) {
    return service.get("profiles").stream()
        .flatMap(Value::elements)
        .flatMap(each -> each.text().stream())
        .anyMatch(profile -> profile.matches("(?i).*(?:dev|test|debug|local).*"));
  }

  private static boolean isBehindOthers(Value service) {
    return service
        .get("image")
        .flatMap(Value::text)
        .filter(image -> BEHIND_OTHERS.matcher(image).matches())
        .filter(image -> service.get("build").isEmpty())
        .isPresent();
  }

  private static boolean mountsSource(Value service) {
    return service.get("volumes").stream()
        .flatMap(Value::elements)
        .anyMatch(
            volume ->
                volume.text().filter(text -> SOURCE.matcher(text).matches()).isPresent()
                    || volume
                        .get("source")
                        .flatMap(Value::text)
                        .filter(text -> text.matches("\\.{1,2}/?"))
                        .filter(text -> !isReadOnly(volume))
                        .isPresent());
  }

  private static boolean isReadOnly(Value volume) {
    return volume.get("read_only").flatMap(Value::text).filter("true"::equals).isPresent();
  }

  /** Whether a port of it can be reached from other machines. */
  public boolean isPublished() {
    return value.get("ports").stream()
        .flatMap(Value::elements)
        .anyMatch(
            port ->
                port.text()
                    .map(text -> text.contains(":") && !LOOPBACK.matcher(text).lookingAt())
                    .orElseGet(
                        () ->
                            port.get("published").isPresent()
                                && port.get("host_ip")
                                    .flatMap(Value::text)
                                    .filter(ip -> LOOPBACK.matcher(ip).lookingAt())
                                    .isEmpty()));
  }

  /** Whether it starts a command: its own one, or that of the image that it builds. */
  boolean starts(StartCommand command) {
    Optional<Value> own = value.get("command").or(() -> value.get("entrypoint"));
    return own.isPresent()
        ? command.file() == file && own.get().place().equals(command.place())
        : command
            .image()
            .filter(image -> dockerfile().filter(image.dockerfile().toString()::equals).isPresent())
            .isPresent();
  }

  /** The path of the Dockerfile that it builds its image with; empty if it builds none. */
  public Optional<String> dockerfile() {
    Optional<Value> build = value.get("build");
    Optional<String> context =
        build
            .flatMap(Value::text)
            .or(() -> build.flatMap(each -> each.get("context")).flatMap(Value::text));
    Optional<String> name = build.flatMap(each -> each.get("dockerfile")).flatMap(Value::text);
    return build.map(
        each ->
            Path.of(file.folder(), context.orElse("."), name.orElse("Dockerfile"))
                .normalize()
                .toString()
                .replace('\\', '/'));
  }
}
