package org.pyreview.project;

import java.util.List;
import java.util.Optional;
import org.pyreview.python.CodeRole;
import org.pyreview.python.ModulePath;

/**
 * A project inside the repository: the root, or a folder with manifests of its own.
 *
 * @param folder path of the folder with a slash at its end; empty for the repository's root
 * @param files the indexed files of it, those of parts inside it left out
 * @param enclosing the part that this one lies in; empty for the root
 */
public record RepositoryPart(
    String folder, List<ProjectFile> files, Optional<RepositoryPart> enclosing) {

  /** Whether a path lies in the folder, be it in a part inside it. */
  public boolean encloses(ModulePath path) {
    return path.toString().startsWith(folder);
  }

  /** Whether it only shows readers how something is done, or a generator makes projects of it. */
  public boolean isExample() {
    return !folder.isEmpty()
        && CodeRole.of(ModulePath.of(folder + "module.py")) == CodeRole.EXAMPLE;
  }

  /**
   * The file that counts for the part: its own, or else that of the part around it.
   *
   * @param name path from the part's folder
   */
  public Optional<ProjectFile> nearest(Project project, String name) {
    Optional<ProjectFile> own = project.file(folder + name);
    return own.isPresent() ? own : enclosing.flatMap(part -> part.nearest(project, name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositoryPart part && part.folder.equals(folder);
  }

  @Override
  public int hashCode() {
    return folder.hashCode();
  }

  @Override
  public String toString() {
    return folder.isEmpty() ? "." : folder;
  }
}
