package org.pyreview.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The projects in a repository that are installed beside each other, such as the members of a
 * workspace: what one of them has, all can import.
 */
final class InstalledParts {

  private static final Set<String> MANIFESTS = Set.of("pyproject.toml", "setup.py", "setup.cfg");

  private final Map<String, List<String>> rootsByModule = new HashMap<>();

  private InstalledParts(Project project) {
    for (RepositoryPart part : RepositoryParts.of(project).all()) {
      if (!part.folder().isEmpty() && !part.isExample() && isInstalled(part)) {
        part.files().forEach(file -> add(part.folder(), file));
      }
    }
  }

  /** Worked out once for a project. */
  static InstalledParts of(Project project) {
    return project.knowledge(InstalledParts.class, InstalledParts::new);
  }

  /** The folders with slashes at their ends in which a module of this name lies, sorted. */
  List<String> rootsOf(String module) {
    return rootsByModule.getOrDefault(module, List.of());
  }

  private static boolean isInstalled(RepositoryPart part) {
    return part.files().stream()
        .filter(file -> file.folder().equals(part.folder()))
        .anyMatch(file -> MANIFESTS.contains(file.name()));
  }

  private void add(String folder, ProjectFile file) {
    if (!file.name().endsWith(".py")) {
      return;
    }
    String source = folder + "src/";
    String root = file.toString().startsWith(source) ? source : folder;
    String within = file.toString().substring(root.length());
    String module = within.substring(0, (within + "/").indexOf('/')).replaceFirst("\\.py$", "");
    List<String> roots = rootsByModule.computeIfAbsent(module, key -> new ArrayList<>());
    if (!roots.contains(root)) {
      roots.add(root);
    }
  }
}
