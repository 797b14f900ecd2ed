package org.pyreview.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of the commit that is checked out, whether SonarQube indexes them or not.
 *
 * @param paths committed files, relative to the project's root, in git's order
 */
public record GitTree(List<String> paths) {

  private static final long LARGEST_TEXT = 500_000;

  /**
   * The tree of HEAD, below the project's root. A shallow clone has it too.
   *
   * @return empty, with a log line, where there is no repository or no readable commit
   */
  static Optional<GitTree> ofHead(Path baseDir) {
    return GitRepository.read(
        baseDir,
        (repository, head, prefix) -> {
          try (RevWalk commits = new RevWalk(repository)) {
            return Optional.of(
                new GitTree(paths(repository, commits.parseCommit(head).getTree(), prefix)));
          }
        });
  }

  /** The text of a file of HEAD; empty for what isn't there, is no text or is very large. */
  static Optional<String> text(Path baseDir, String path) {
    return read(
        baseDir,
        path,
        content -> {
          if (content.getSize() > LARGEST_TEXT) {
            return Optional.empty();
          }
          String text = UnicodeText.of(content.getBytes());
          return text.indexOf('\0') < 0
              ? Optional.of(text.replace("\r\n", "\n"))
              : Optional.empty();
        });
  }

  /** Whether a file of HEAD begins with these bytes. */
  static boolean beginsWith(Path baseDir, String path, byte[] start) {
    return read(
            baseDir,
            path,
            content -> {
              try (ObjectStream stream = content.openStream()) {
                return Optional.of(Arrays.equals(stream.readNBytes(start.length), start));
              }
            })
        .orElse(false);
  }

  /** Takes something from the content of a file. */
  private interface Content<T> {
    Optional<T> read(ObjectLoader content) throws IOException;
  }

  private static <T> Optional<T> read(Path baseDir, String path, Content<T> reader) {
    return GitRepository.read(
        baseDir,
        (repository, head, prefix) -> {
          try (RevWalk commits = new RevWalk(repository);
              TreeWalk file =
                  TreeWalk.forPath(
                      repository, prefix + path, commits.parseCommit(head).getTree())) {
            return file == null || !FileMode.REGULAR_FILE.equals(file.getFileMode(0))
                ? Optional.empty()
                : reader.read(repository.open(file.getObjectId(0)));
          }
        });
  }

  /**
   * The files of HEAD that were not there some days before it, by the history of first parents.
   *
   * @return empty where there is no repository, or its history doesn't reach that far back
   */
  static Optional<Set<String>> addedWithin(Path baseDir, int days) {
    return GitRepository.read(
        baseDir,
        (repository, head, prefix) -> {
          try (RevWalk commits = new RevWalk(repository)) {
            RevCommit newest = commits.parseCommit(head);
            int since = newest.getCommitTime() - days * 24 * 60 * 60;
            RevCommit commit = newest;
            while (commit.getCommitTime() > since && commit.getParentCount() > 0) {
              commit = commits.parseCommit(commit.getParent(0));
            }
            if (repository.getObjectDatabase().getShallowCommits().contains(commit)) {
              return Optional.empty();
            }
            Set<String> added = new HashSet<>(paths(repository, newest.getTree(), prefix));
            if (commit.getCommitTime() <= since) {
              paths(repository, commit.getTree(), prefix).forEach(added::remove);
            }
            return Optional.of(added);
          }
        });
  }

  private static List<String> paths(Repository repository, RevTree root, String prefix)
      throws IOException {
    List<String> paths = new ArrayList<>();
    try (TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(root);
      tree.setRecursive(true);
      while (tree.next()) {
        String path = tree.getPathString();
        if (path.startsWith(prefix)) {
          paths.add(path.substring(prefix.length()));
        }
      }
    }
    return paths;
  }
}
