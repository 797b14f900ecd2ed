package org.pyreview.frameworks.django;

import java.util.HashSet;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** What the settings of a project name in INSTALLED_APPS, or in the lists it is put together of. */
public final class InstalledApps {

  private final Set<String> entries = new HashSet<>();

  private InstalledApps(Project project) {
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      module
          .topLevel()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(assign -> assign.name().filter(name -> name.endsWith("_APPS")).isPresent())
          .flatMap(assign -> assign.value().stream())
          .flatMap(Expr::all)
          .filter(Expr.Text.class::isInstance)
          .forEach(text -> add(((Expr.Text) text).value()));
    }
  }

  private void add(String entry) {
    entries.add(entry.replaceFirst("\\.apps\\.\\w+$", ""));
  }

  /** The names in all settings of the project; worked out once. */
  public static InstalledApps of(Project project) {
    return project.knowledge(InstalledApps.class, InstalledApps::new);
  }

  /** Whether some settings install the app, by its package or its configuration. */
  public boolean contains(DjangoApps.App app) {
    return contains(app.folder());
  }

  /** Whether the project has settings that install something. */
  public boolean isKnown() {
    return !entries.isEmpty();
  }

  /** Whether some settings install the package in a folder, given with a slash at its end. */
  boolean contains(String folder) {
    String dotted = "." + folder.replace('/', '.');
    return entries.stream().anyMatch(entry -> dotted.endsWith("." + entry + "."));
  }
}
