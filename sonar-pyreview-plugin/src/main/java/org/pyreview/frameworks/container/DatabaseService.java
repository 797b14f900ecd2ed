package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.YamlFile.Value;

/**
 * A database that a project itself runs in production: a service of a compose file, or a
 * StatefulSet of Kubernetes.
 *
 * @param name as the file calls it
 * @param place the image's name
 * @param isKept whether its data is in a volume
 * @param misplaced a volume where its image keeps no data any more
 */
public record DatabaseService(
    ProjectFile file, String name, Place place, boolean isKept, Optional<Place> misplaced) {

  private static final Pattern IMAGE =
      Pattern.compile(
          "(?i)(?:.*/)?(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mysql-server|mariadb|percona|mongo|mongodb)(?::.*|@.*)?");

  private static final Pattern POSTGRES =
      Pattern.compile(
          "(?:(?:docker\\.io/)?(?:library/)?postgres|(?:.*/)?(?:postgis|pgvector)):(?:pg)?(\\d{1,4})(?:[.-].*)?(?:@.*)?");
  private static final int FIRST_WITH_FOLDER_OF_VERSION = 18;
  private static final String NEW_FOLDER = "/var/lib/postgresql";
  private static final Pattern NO_DATA =
      Pattern.compile(
          "/docker-entrypoint-initdb\\.d(?:/.*)?|/etc/.*|.*\\.(?:sql|sh|conf|cnf|crt|key|pem)");

  private record All(List<DatabaseService> list) {}

  /** Those of a project. */
  public static List<DatabaseService> of(Project project) {
    return project.knowledge(All.class, DatabaseService::collect).list;
  }

  private static All collect(Project project) {
    List<DatabaseService> found = new ArrayList<>();
    for (ComposeService service : ComposeService.of(project)) {
      if (!service.isForDevelopers()) {
        database(service.value())
            .ifPresent(
                image ->
                    found.add(
                        new DatabaseService(
                            service.file(),
                            service.name(),
                            image.place(),
                            keepsData(service.value()),
                            misplaced(service))));
      }
    }
    for (ProjectFile file : project.files()) {
      boolean mayBe =
          file.name().matches(".*\\.ya?ml")
              && !DevelopmentPath.of(file.path()).isDevelopment()
              && file.text().filter(text -> text.contains("StatefulSet")).isPresent();
      if (mayBe) {
        YamlFiles.of(project).documents(file).forEach(root -> ofManifest(file, root, found));
      }
    }
    return new All(found);
  }

  /** Whether a volume may be for data: those of configuration and first scripts aren't. */
  private static boolean keepsData(Value service) {
    Optional<Value> volumes = service.get("volumes");
    return volumes.isPresent()
        && (volumes.get().elements().findAny().isEmpty()
            || volumes
                .get()
                .elements()
                .anyMatch(volume -> !NO_DATA.matcher(target(volume)).matches()));
  }

  /** Where a volume appears in the container; empty text if that isn't written out. */
  private static String target(Value volume) {
    return volume
        .text()
        .map(text -> text.replaceFirst(":[a-zA-Z,]+$", "").replaceFirst("^.*:(?=/)", ""))
        .or(() -> volume.get("target").flatMap(Value::text))
        .map(text -> text.replaceFirst("/+$", ""))
        .orElse("");
  }

  /**
   * The volume of a PostgreSQL that keeps its data one folder higher.
   *
   * @see <a href="https://hub.docker.com/_/postgres">The image of PostgreSQL: PGDATA</a>
   */
  private static Optional<Place> misplaced(ComposeService service) {
    boolean isNew =
        service
            .value()
            .get("image")
            .flatMap(Value::text)
            .map(POSTGRES::matcher)
            .filter(Matcher::matches)
            .filter(image -> Integer.parseInt(image.group(1)) >= FIRST_WITH_FOLDER_OF_VERSION)
            .isPresent();
    boolean isMoved =
        service.environment().stream().anyMatch(variable -> variable.name().equals("PGDATA"));
    if (!isNew || isMoved) {
      return Optional.empty();
    }
    List<Value> volumes = service.value().get("volumes").stream().flatMap(Value::elements).toList();
    boolean isKept = volumes.stream().map(DatabaseService::target).anyMatch(NEW_FOLDER::equals);
    return volumes.stream()
        .filter(volume -> !isKept && target(volume).equals(NEW_FOLDER + "/data"))
        .map(Value::place)
        .findFirst();
  }

  private static Optional<Value> database(Value service) {
    return service
        .get("image")
        .filter(image -> image.text().filter(text -> IMAGE.matcher(text).matches()).isPresent());
  }

  private static void ofManifest(ProjectFile file, Value root, List<DatabaseService> found) {
    if (root.get("kind").flatMap(Value::text).filter("StatefulSet"::equals).isEmpty()) {
      return;
    }
    root.all()
        .flatMap(each -> each.get("containers").stream())
        .flatMap(Value::elements)
        .flatMap(container -> database(container).stream())
        .forEach(
            image ->
                found.add(
                    new DatabaseService(
                        file,
                        root.get("metadata")
                            .flatMap(metadata -> metadata.get("name"))
                            .flatMap(Value::text)
                            .orElse("database"),
                        image.place(),
                        true,
                        Optional.empty())));
  }
}
