package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.files.YamlFile;
import org.pyreview.project.files.YamlFile.Entry;
import org.pyreview.project.files.YamlFile.Value;

/**
 * A database that a project itself runs in production: a service of a compose file, or a
 * StatefulSet of Kubernetes.
 *
 * @param name as the file calls it
 * @param place the image's name
 * @param isKept whether its data is in a volume
 */
public record DatabaseService(ProjectFile file, String name, Place place, boolean isKept) {

  private static final Pattern COMPOSE =
      Pattern.compile("(?i)(?:docker-)?compose(?:[.-](?:prod|production|deploy|live))?\\.ya?ml");
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?i)(?:.*/)?(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mysql-server|mariadb|percona|mongo|mongodb)(?::.*|@.*)?");

  /** The code of the project itself, as a volume: that is how developers work. */
  private static final Pattern SOURCE = Pattern.compile("\\.{1,2}/?:.*|\\$\\{?PWD\\}?/?:.*");

  private record All(List<DatabaseService> list) {}

  /** Those of a project. */
  public static List<DatabaseService> of(Project project) {
    return project.knowledge(All.class, DatabaseService::collect).list;
  }

  private static All collect(Project project) {
    List<DatabaseService> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      boolean mayBe =
          file.name().matches(".*\\.ya?ml") && !DevelopmentPath.of(file.path()).isDevelopment();
      if (mayBe) {
        boolean isCompose = COMPOSE.matcher(file.name()).matches();
        boolean isStateful = file.text().filter(text -> text.contains("StatefulSet")).isPresent();
        if (isCompose || isStateful) {
          for (Value root :
              file.plainText()
                  .map(text -> YamlFile.parse(file.toString(), text).documents())
                  .orElse(List.of())) {
            if (isCompose) {
              ofCompose(file, root, found);
            } else {
              ofManifest(file, root, found);
            }
          }
        }
      }
    }
    return new All(found);
  }

  private static void ofCompose(ProjectFile file, Value root, List<DatabaseService> found) {
    List<Entry> services = root.get("services").stream().flatMap(Value::entries).toList();
    if (services.stream().anyMatch(service -> mountsSource(service.value()))) {
      return;
    }
    for (Entry service : services) {
      Optional<Value> image = database(service.value());
      boolean isForDevelopment =
          service.value().get("profiles").stream()
              .flatMap(Value::elements)
              .flatMap(each -> each.text().stream())
              .anyMatch(profile -> profile.matches("(?i).*(?:dev|test|debug|local).*"));
      if (image.isPresent() && !isForDevelopment) {
        found.add(
            new DatabaseService(
                file,
                service.key(),
                image.get().place(),
                service.value().get("volumes").isPresent()));
      }
    }
  }

  private static Optional<Value> database(Value service) {
    return service
        .get("image")
        .filter(image -> image.text().filter(text -> IMAGE.matcher(text).matches()).isPresent());
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
                        .isPresent());
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
                        true)));
  }
}
