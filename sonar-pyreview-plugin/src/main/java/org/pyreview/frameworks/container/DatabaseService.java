package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 */
public record DatabaseService(ProjectFile file, String name, Place place, boolean isKept) {

  private static final Pattern IMAGE =
      Pattern.compile(
          "(?i)(?:.*/)?(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mysql-server|mariadb|percona|mongo|mongodb)(?::.*|@.*)?");

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
                            service.value().get("volumes").isPresent())));
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
                        true)));
  }
}
