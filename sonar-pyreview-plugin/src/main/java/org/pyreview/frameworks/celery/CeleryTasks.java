package org.pyreview.frameworks.celery;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.python.QualifiedName;

/** The tasks that the project's workers know, by the names that Celery gives them. */
public final class CeleryTasks {

  private final Project project;
  private final Map<ProjectFile, CeleryModule> modules;
  private final Set<String> explicitNames = new HashSet<>();
  private final Set<String> packages = new HashSet<>();

  private CeleryTasks(Project project) {
    this.project = project;
    modules = project.facts(CeleryModule.FACTS);
    modules.forEach(
        (file, module) -> {
          explicitNames.addAll(module.names());
          addTopLevelNames(file, project);
        });
    // Celery's own tasks, although every Django project has a module celery of its own.
    packages.remove("celery");
  }

  /** What a file contributes to the names that an import can start with. */
  private void addTopLevelNames(ProjectFile file, Project project) {
    String folder = "";
    for (String segment : file.path().segments()) {
      if (project.file(folder + "__init__.py").isEmpty()) {
        packages.add(segment.replaceFirst("\\.py$", ""));
      }
      folder += segment + "/";
    }
  }

  /** The tasks of all files, worked out once. */
  public static CeleryTasks of(Project project) {
    return project.knowledge(CeleryTasks.class, CeleryTasks::new);
  }

  /**
   * Whether the project has no task of this name, although the name is one of its own. A name from
   * outside the project, without a module, or of a function with an unknown decorator is not
   * missing.
   *
   * @param schedule the file that names it
   */
  public boolean isMissing(String task, ProjectFile schedule) {
    QualifiedName name = QualifiedName.of(task);
    if (!name.hasOwner() || explicitNames.contains(task)) {
      return false;
    }
    String function = name.lastName();
    if (!packages.contains(name.firstName())) {
      return lacksItsPackage(name.owner(), function, schedule);
    }
    return modulesNamed(name.owner())
        .noneMatch(
            module ->
                module.tasks().contains(function) || module.otherDecorated().contains(function));
  }

  /**
   * {@code tasks.send} for the function in {@code orders/tasks.py}: Celery calls it {@code
   * orders.tasks.send}, as an import does. Where the schedule stands beside it, the folder itself
   * may be on the search path; and so may the folder around a package, as in {@code
   * accounts.tasks.send} for {@code apps/accounts/tasks.py}.
   */
  private boolean lacksItsPackage(String module, String function, ProjectFile schedule) {
    boolean startsWithPackage = QualifiedName.of(module).hasOwner();
    List<ProjectFile> owners =
        modules.entrySet().stream()
            .filter(each -> ("." + dotted(each.getKey())).endsWith("." + module))
            .filter(each -> each.getValue().tasks().contains(function))
            .map(Map.Entry::getKey)
            .toList();
    return !startsWithPackage
        && !owners.isEmpty()
        && owners.stream()
            .allMatch(owner -> isInPackage(owner) && !folder(owner).equals(folder(schedule)));
  }

  private boolean isInPackage(ProjectFile file) {
    return project.file(folder(file) + "__init__.py").isPresent();
  }

  private static String folder(ProjectFile file) {
    String path = file.toString();
    return path.substring(0, path.length() - file.name().length());
  }

  /** The full names of tasks with the same function name. */
  public List<String> namesakes(String task) {
    String function = QualifiedName.of(task).lastName();
    return modules.entrySet().stream()
        .filter(module -> module.getValue().tasks().contains(function))
        .map(module -> dotted(module.getKey()) + "." + function)
        .toList();
  }

  /** The path may have folders in front that are on Python's search path, such as src. */
  private Stream<CeleryModule> modulesNamed(String name) {
    return modules.entrySet().stream()
        .filter(module -> ("." + dotted(module.getKey())).endsWith("." + name))
        .map(Map.Entry::getValue);
  }

  private static String dotted(ProjectFile file) {
    return file.toString()
        .replaceFirst("\\.py$", "")
        .replaceFirst("/__init__$", "")
        .replace('/', '.');
  }
}
