package org.pyreview.frameworks.container;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.YamlFile.Entry;
import org.pyreview.project.files.YamlFile.Value;
import org.pyreview.python.CodeRole;

/**
 * A service of a compose file that isn't for development by its name, nor by its profiles.
 *
 * @param isForDevelopers whether some service of the file works on the project's own folder, and
 *     may write there, or none is the project: all are databases and the like, for who works on it
 */
public record ComposeService(ProjectFile file, String name, Value value, boolean isForDevelopers) {

  private static final Pattern FILE =
      Pattern.compile("(?i)(?:docker-)?compose(?:[.-](?:prod|production|deploy|live))?\\.ya?ml");

  private static final Pattern ANY_FILE = Pattern.compile("(?i)(?:docker-)?compose.*\\.ya?ml");

  /** Folders of what somebody starts to try something out. */
  private static final Set<String> FOR_TRIAL =
      Set.of(
          "regtest", "e2e", "demo", "demos", "quickstart", "playground", "integration", "tutorial");

  private static final Pattern SOURCE =
      Pattern.compile("(?:\\.{1,2}|\\$\\{?PWD\\}?)/?:(?!.*:(?:ro|.*,ro)(?:,.*)?$).*");

  private static final Pattern FOLDER =
      Pattern.compile("(\\.{1,2}/[\\w./-]+):(?!.*:(?:ro|.*,ro)(?:,.*)?$).*");
  private static final Pattern FOR_DEVELOPERS =
      Pattern.compile(
          "(?i)^#(?!.*\\bproduction\\b).*\\b(?:for|local|in) (?:\\S+ )?(?:development|developers|testing|tests)\\b");

  /** What a service of the project's own needs: databases, caches, queues, mail for tests. */
  private static final Pattern BEHIND_OTHERS =
      Pattern.compile(
          "(?i)(?:.*/)?(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mysql-server|mariadb|percona|mongo|mongodb"
              + "|redis|redis-stack|valkey|keydb|memcached|rabbitmq|nats|kafka|cp-kafka|zookeeper|elasticsearch|opensearch|solr|meilisearch"
              + "|minio|localstack|mailhog|mailpit|maildev|mailcatcher|smtp4dev|adminer|pgadmin4|phpmyadmin|redisinsight|mongo-express|jaeger|all-in-one|openldap|389-directory-server|keycloak|dex|vault|chrome|standalone-chrome|standalone-firefox|browserless|httpbin|wiremock|mockserver|moto|fake-gcs-server|azurite|statsd|clickhouse|clickhouse-server|cassandra|neo4j|influxdb)(?::.*|@.*)?");

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
      if (FILE.matcher(file.name()).matches()
          && !DevelopmentPath.of(file.path()).isDevelopment()
          && !file.path().isBelow(FOR_TRIAL)) {
        YamlFiles.of(project).documents(file).forEach(root -> collect(file, root, project, found));
      }
    }
    return new All(found);
  }

  /**
   * Whether each service that builds a Dockerfile runs tests, of compose files for developers, too.
   *
   * @param testsItself whether the image does if a service says nothing else
   */
  static List<Boolean> runningTests(ProjectFile dockerfile, Project project, boolean testsItself) {
    return everywhere(project)
        .filter(each -> each.dockerfile().filter(dockerfile.toString()::equals).isPresent())
        .map(
            each ->
                each.command()
                    .map(line -> ImageBuild.RUNS_TESTS.matcher(line).find())
                    .orElse(testsItself))
        .toList();
  }

  /** What it starts itself, as one line. */
  private Optional<String> command() {
    return value
        .get("command")
        .or(() -> value.get("entrypoint"))
        .map(
            each ->
                each.text()
                    .orElseGet(
                        () ->
                            String.join(
                                " ",
                                each.elements().flatMap(word -> word.text().stream()).toList())));
  }

  private static void collect(
      ProjectFile file, Value root, Project project, List<ComposeService> found) {
    List<Entry> services = root.get("services").stream().flatMap(Value::entries).toList();
    boolean isForDevelopers =
        services.stream().map(Entry::value).anyMatch(each -> mountsSource(each, file, project))
            || saysItIsForDevelopers(file)
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

  /** Whether it is a database, a queue or the like, which other services use. */
  boolean isBehindOthers() {
    return isBehindOthers(value);
  }

  private static boolean saysItIsForDevelopers(ProjectFile file) {
    return file.text().stream()
        .flatMap(String::lines)
        .takeWhile(line -> line.isBlank() || line.startsWith("#"))
        .anyMatch(line -> FOR_DEVELOPERS.matcher(line).find());
  }

  private static boolean mountsSource(Value service, ProjectFile file, Project project) {
    return service.get("volumes").stream()
        .flatMap(Value::elements)
        .anyMatch(
            volume ->
                volume.text().filter(text -> SOURCE.matcher(text).matches()).isPresent()
                    || volume.text().filter(text -> isCode(text, file, project)).isPresent()
                    || volume
                        .get("source")
                        .flatMap(Value::text)
                        .filter(text -> text.matches("\\.{1,2}/?"))
                        .filter(text -> !isReadOnly(volume))
                        .isPresent());
  }

  /** {@code ./shop:/app/shop}: a folder with code of the project, which may be written to. */
  private static boolean isCode(String volume, ProjectFile file, Project project) {
    Matcher folder = FOLDER.matcher(volume);
    if (!folder.matches()) {
      return false;
    }
    String start = path(file.folder(), folder.group(1)).orElse("") + "/";
    return project.files().stream()
        .anyMatch(
            each ->
                each.name().endsWith(".py")
                    && each.toString().startsWith(start)
                    && CodeRole.of(each.path()).isProduction());
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
    return command.origin() == StartCommand.Origin.COMPOSE
        ? command.file() == file
            && own.filter(each -> each.place().equals(command.place())).isPresent()
        : command
            .image()
            .filter(image -> dockerfile().filter(image.dockerfile().toString()::equals).isPresent())
            .isPresent();
  }

  /** The variables that it gives to what it starts. */
  public List<PassedVariable> environment() {
    return value.get("environment").stream()
        .flatMap(each -> PassedVariable.in(each, file))
        .toList();
  }

  /** The image that it builds; empty if it builds none, or one without Python. */
  Optional<ImageBuild> build(Project project) {
    return dockerfile()
        .flatMap(
            path ->
                ImageBuild.of(project).stream()
                    .filter(each -> each.file().toString().equals(path))
                    .findFirst());
  }

  /** The stage of its Dockerfile that it builds, if it names one. */
  Optional<String> target() {
    return value.get("build").flatMap(each -> each.get("target")).flatMap(Value::text);
  }

  /** The path of the Dockerfile that it builds its image with; empty if it builds none. */
  public Optional<String> dockerfile() {
    Optional<Value> build = value.get("build");
    Optional<String> name = build.flatMap(each -> each.get("dockerfile")).flatMap(Value::text);
    return context().flatMap(folder -> path(folder, name.orElse("Dockerfile")));
  }

  /** The path of the folder that it builds its image from, empty text for the root. */
  Optional<String> context() {
    Optional<Value> build = value.get("build");
    Optional<String> written =
        build
            .flatMap(Value::text)
            .or(() -> build.flatMap(each -> each.get("context")).flatMap(Value::text));
    return build.flatMap(each -> path(file.folder(), written.orElse(".")));
  }

  /** What a path in a folder means from the root; empty for what is no path. */
  private static Optional<String> path(String folder, String written) {
    try {
      return Optional.of(Path.of(folder, written).normalize().toString().replace('\\', '/'));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The paths of the files that it takes variables from. */
  private List<String> environmentFiles() {
    Optional<Value> files = value.get("env_file");
    Stream<Value> each =
        files.stream().flatMap(all -> Stream.concat(Stream.of(all), all.elements()));
    return each.flatMap(entry -> Stream.concat(Stream.of(entry), entry.get("path").stream()))
        .flatMap(entry -> entry.text().stream())
        .flatMap(path -> path(file.folder(), path).stream())
        .toList();
  }

  /** Whether services take variables from a file, and all that do are for developers. */
  public static boolean isForDevelopersOnly(String environmentFile, Project project) {
    boolean isForServers =
        of(project).stream()
            .filter(service -> !service.isForDevelopers)
            .anyMatch(service -> service.environmentFiles().contains(environmentFile));
    return !isForServers
        && everywhere(project)
            .anyMatch(service -> service.environmentFiles().contains(environmentFile));
  }

  /** The services of all compose files, those for developers and tests included. */
  private static Stream<ComposeService> everywhere(Project project) {
    return project.files().stream()
        .filter(file -> ANY_FILE.matcher(file.name()).matches())
        .flatMap(
            file ->
                YamlFiles.of(project).documents(file).stream()
                    .flatMap(root -> root.get("services").stream())
                    .flatMap(Value::entries)
                    .map(each -> new ComposeService(file, each.key(), each.value(), true)));
  }

  /** Whether services build a Dockerfile, and all that do are for developers. */
  static boolean isBuiltForDevelopersOnly(ProjectFile dockerfile, Project project) {
    List<ComposeService> forServers =
        of(project).stream().filter(service -> !service.isForDevelopers).toList();
    return !contextsOf(dockerfile, project).isEmpty()
        && forServers.stream()
            .noneMatch(each -> each.dockerfile().filter(dockerfile.toString()::equals).isPresent());
  }

  /** The folders that services build a Dockerfile's image from. */
  static List<String> contextsOf(ProjectFile dockerfile, Project project) {
    return everywhere(project)
        .filter(each -> each.dockerfile().filter(dockerfile.toString()::equals).isPresent())
        .flatMap(each -> each.context().stream())
        .distinct()
        .toList();
  }
}
