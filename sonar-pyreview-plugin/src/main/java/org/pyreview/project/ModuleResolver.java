package org.pyreview.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the files that import statements mean, the way Python searches for them. */
public final class ModuleResolver {

  private final Project project;

  public ModuleResolver(Project project) {
    this.project = project;
  }

  /**
   * The file that an import loads; empty if it is none of the project's.
   *
   * @param from the importing file
   */
  public Optional<ProjectFile> resolve(ProjectFile from, ModuleImport each) {
    String path = each.module().replace('.', '/');
    for (String root : rootsFor(from, each.level(), path)) {
      Optional<ProjectFile> sibling =
          each.name().isEmpty() ? Optional.empty() : module(join(root + path, each.name()));
      Optional<ProjectFile> target = sibling.or(() -> module(root + path));
      if (target.isPresent()) {
        return target;
      }
    }
    return Optional.empty();
  }

  /**
   * The file of a module.
   *
   * @param from the importing file
   * @param level number of leading dots
   * @param module dotted name
   */
  public Optional<ProjectFile> resolve(ProjectFile from, int level, String module) {
    String path = module.replace('.', '/');
    return rootsFor(from, level, path).stream()
        .flatMap(root -> module(root + path).stream())
        .findFirst();
  }

  /**
   * Folders that Python may search: for a relative import the package it names; otherwise the
   * folders above the file that are no packages themselves, and {@code src} in them; at last those
   * of the other projects in the repository, which are installed beside each other.
   */
  private List<String> rootsFor(ProjectFile from, int level, String path) {
    String folder = from.folder();
    if (level > 0) {
      for (int up = 1; up < level; up++) {
        folder = parent(folder);
      }
      return List.of(folder);
    }
    List<String> roots = new ArrayList<>();
    while (true) {
      if (project.file(folder + "__init__.py").isEmpty()) {
        roots.add(folder);
        roots.add(folder + "src/");
      }
      if (folder.isEmpty()) {
        break;
      }
      folder = parent(folder);
    }
    roots.addAll(InstalledParts.of(project).rootsOf(path.substring(0, (path + "/").indexOf('/'))));
    return roots;
  }

  private static String parent(String folder) {
    int end = folder.length() - 1;
    return end < 0 ? "" : folder.substring(0, folder.lastIndexOf('/', end - 1) + 1);
  }

  private Optional<ProjectFile> module(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return project.file(join(plain, "__init__.py")).or(() -> project.file(plain + ".py"));
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
