package org.pyreview.project.documents;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.pyreview.project.RepositoryFile;

/** A path as a file of the project writes it. */
final class RelativePath {

  private RelativePath() {}

  /**
   * The path from the project's root that a path in a file's folder means.
   *
   * @return empty if it leads out of the project, or is no path
   */
  static Optional<String> resolve(RepositoryFile file, String path) {
    try {
      String folder = file.toString().substring(0, file.toString().lastIndexOf('/') + 1);
      String resolved = Path.of(folder).resolve(path).normalize().toString().replace('\\', '/');
      return resolved.startsWith("..") || resolved.startsWith("/")
          ? Optional.empty()
          : Optional.of(resolved);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
