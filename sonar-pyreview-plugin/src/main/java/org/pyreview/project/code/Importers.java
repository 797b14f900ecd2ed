package org.pyreview.project.code;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/** Which files of a project import which. */
public final class Importers {

  private final Map<ProjectFile, Set<ProjectFile>> byFile = new HashMap<>();

  private Importers(Project project) {
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.modules()) {
      for (ModuleCode target : CodeRoles.imports(module, code)) {
        byFile.computeIfAbsent(target.file(), key -> new LinkedHashSet<>()).add(module.file());
      }
    }
  }

  /** Worked out once for a project. */
  public static Importers of(Project project) {
    return project.knowledge(Importers.class, Importers::new);
  }

  /** The files that import a file; none for what is only run, or loaded by name. */
  public Set<ProjectFile> of(ProjectFile file) {
    return byFile.getOrDefault(file, Set.of());
  }
}
