package org.pyreview.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pyreview.python.ModulePath;

/**
 * The projects that a repository holds side by side or in each other, such as a Django and a Flask
 * back end, examples, or the template of a generator. Each folder with a manifest of its own is
 * one, and the root always is.
 */
public final class RepositoryParts {

  private static final Pattern MANIFEST =
      Pattern.compile(
          "pyproject\\.toml|setup\\.py|setup\\.cfg|Pipfile|manage\\.py|requirements(?:[-_.]\\w+)*\\.(?:txt|in)");

  /** Folders that hold requirement files of the folder above them. */
  private static final Pattern FOLDER_OF_REQUIREMENTS =
      Pattern.compile("(?i)(?:.*/)?(?:requirements?|reqs|deps|dependencies|\\.github)/");

  private final Map<String, RepositoryPart> byFolder = new LinkedHashMap<>();

  private RepositoryParts(Project project) {
    TreeSet<String> folders = new TreeSet<>();
    folders.add("");
    for (ProjectFile file : project.files()) {
      if (MANIFEST.matcher(file.name()).matches()) {
        folders.add(partOf(file.folder()));
      }
    }
    // Sorted, so that a folder comes after those around it.
    for (String folder : folders) {
      byFolder.put(
          folder,
          new RepositoryPart(
              folder,
              new ArrayList<>(),
              folder.isEmpty() ? Optional.empty() : Optional.of(around(parent(folder)))));
    }
    project.files().forEach(file -> of(file).files().add(file));
  }

  /** Worked out once for a project. */
  public static RepositoryParts of(Project project) {
    return project.knowledge(RepositoryParts.class, RepositoryParts::new);
  }

  /** All parts, outer ones first; never empty. */
  public Collection<RepositoryPart> all() {
    return List.copyOf(byFolder.values());
  }

  /** The innermost part that a file lies in. */
  public RepositoryPart of(ProjectFile file) {
    return around(file.folder());
  }

  /**
   * The innermost part that a path lies in.
   *
   * @param path from the repository's root
   */
  public RepositoryPart of(ModulePath path) {
    String text = path.toString();
    return around(text.substring(0, text.lastIndexOf('/') + 1));
  }

  private RepositoryPart around(String folder) {
    String at = folder;
    while (!byFolder.containsKey(at)) {
      at = parent(at);
    }
    return byFolder.get(at);
  }

  private static String partOf(String folder) {
    String at = folder;
    while (FOLDER_OF_REQUIREMENTS.matcher(at).matches()) {
      at = parent(at);
    }
    return at;
  }

  private static String parent(String folder) {
    return folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
  }
}
