package org.pyreview.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files in the folder of a project that is no git repository, for what an analysis of {@code
 * src} doesn't index.
 */
final class FilesOnDisk {

  /** Folders that a program fills. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          "node_modules",
          ".venv",
          "venv",
          "env",
          "__pycache__",
          "site-packages",
          ".tox",
          ".nox",
          ".mypy_cache",
          ".ruff_cache",
          ".pytest_cache",
          ".scannerwork",
          "htmlcov");

  private static final int DEEPEST = 8;
  private static final int MOST = 20_000;
  private static final long LARGEST = 1_000_000;

  private FilesOnDisk() {}

  /** Their paths from the folder; none if it can't be read. */
  static List<String> below(Path folder) {
    List<String> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try {
      Files.walkFileTree(
          folder,
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          DEEPEST,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
              return !each.equals(folder) && LEFT_OUT.contains(each.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                found.add(folder.relativize(each).toString().replace('\\', '/'));
              }
              return found.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path each, IOException problem) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What can't be read says nothing.
      return found;
    }
    return found;
  }

  /** The text of one; empty for what is no text or is very large. */
  static Optional<String> text(Path folder, String path) {
    try {
      Path file = folder.resolve(path);
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text.replace("\r\n", "\n"));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
