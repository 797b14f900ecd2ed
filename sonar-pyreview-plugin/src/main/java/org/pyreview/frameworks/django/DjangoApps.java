package org.pyreview.frameworks.django;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The Django apps of a project: packages that are installed, or have migrations, an app
 * configuration or models.
 */
public final class DjangoApps {

  private static final Set<String> CONFIGURATIONS =
      Set.of("django.apps.AppConfig", "django.apps.config.AppConfig");

  /** Libraries derive configurations from Django's that apps derive theirs from. */
  private static final Pattern OF_LIBRARY =
      Pattern.compile("(?:\\w+\\.)+apps?\\..*Config|.*AppConfig");

  private final Map<String, App> byFolder = new TreeMap<>();

  /**
   * A Django app.
   *
   * @param label its name in the database and in migrations
   * @param folder its package, with a slash at the end
   * @param hasConfiguration whether it has an AppConfig
   */
  public record App(String label, String folder, boolean hasConfiguration) {

    /** Name of the folder. */
    public String packageName() {
      String name = folder.replaceFirst("/$", "");
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  private DjangoApps(Project project) {
    Map<String, String> labels = labels(ProjectCode.of(project));
    InstalledApps installed = InstalledApps.of(project);
    Set<String> folders = new HashSet<>(labels.keySet());
    for (ProjectFile file : project.files()) {
      folderOfApp(file).ifPresent(folders::add);
      if (file.name().equals("__init__.py") && installed.contains(file.folder())) {
        folders.add(file.folder());
      }
    }
    for (String folder : folders) {
      App plain = new App("", folder, labels.containsKey(folder));
      String label = labels.getOrDefault(folder, "");
      byFolder.put(
          folder,
          new App(label.isEmpty() ? plain.packageName() : label, folder, plain.hasConfiguration()));
    }
  }

  /** The apps of the project; worked out once. */
  public static DjangoApps of(Project project) {
    return project.knowledge(DjangoApps.class, DjangoApps::new);
  }

  /** The app whose package is nearest above a file. */
  public Optional<App> containing(ProjectFile file) {
    String folder = file.folder();
    while (!folder.isEmpty()) {
      App app = byFolder.get(folder);
      if (app != null) {
        return Optional.of(app);
      }
      folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }
    return Optional.empty();
  }

  private static Optional<String> folderOfApp(ProjectFile file) {
    String folder = file.folder();
    if (file.name().equals("__init__.py") && folder.matches("(?:.*/)?(?:migrations|models)/")) {
      String app = folder.replaceFirst("(?:migrations|models)/$", "");
      return app.isEmpty() ? Optional.empty() : Optional.of(app);
    }
    boolean isPart = file.name().equals("models.py") || file.name().equals("apps.py");
    return isPart && !folder.matches("(?:.*/)?models/|") ? Optional.of(folder) : Optional.empty();
  }

  /** What the configurations call their apps, by folder; empty for those without a label. */
  private static Map<String, String> labels(ProjectCode code) {
    Map<String, String> labels = new HashMap<>();
    for (ModuleCode module : code.modules()) {
      if (module.file().name().equals("apps.py")) {
        module
            .classes()
            .filter(definition -> isConfiguration(code, module, definition))
            .forEach(
                definition ->
                    labels.merge(
                        module.file().folder(),
                        label(code, module, definition),
                        (one, other) -> one.isEmpty() ? other : one));
      }
    }
    return labels;
  }

  private static boolean isConfiguration(
      ProjectCode code, ModuleCode module, Stmt.ClassDef definition) {
    return code.classCode(module, definition).externalBases().stream()
        .anyMatch(base -> CONFIGURATIONS.contains(base) || OF_LIBRARY.matcher(base).matches());
  }

  /** Its own one, or that of a base class of the project; empty if Django takes the package's. */
  private static String label(ProjectCode code, ModuleCode module, Stmt.ClassDef definition) {
    return code.classCode(module, definition)
        .attribute("label")
        .flatMap(label -> new Constants(code).text(label.owner().module(), label.value()))
        .orElse("");
  }
}
