package org.pyreview.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the commit that is checked out, whether SonarQube indexes them or not.
 *
 * @param paths committed files, relative to the project's root, in git's order
 */
public record GitTree(List<String> paths) {

  private static final Logger LOG = LoggerFactory.getLogger(GitTree.class);

  /**
   * The tree of HEAD, below the project's root. A shallow clone has it too.
   *
   * @return empty, with a log line, where there is no repository or no readable commit
   */
  static Optional<GitTree> ofHead(Path baseDir) {
    SystemReader.setInstance(new NoConfiguration(SystemReader.getInstance()));
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(baseDir.toFile());
    if (builder.getGitDir() == null) {
      LOG.info("No git repository at the project's root: rules about committed files are silent");
      return Optional.empty();
    }
    try (Repository repository = builder.setMustExist(true).build()) {
      return read(repository, baseDir);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The git repository {} can't be read, rules about committed files are silent: {}",
          builder.getGitDir(),
          e.toString());
      return Optional.empty();
    }
  }

  private static Optional<GitTree> read(Repository repository, Path baseDir) throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head == null) {
      LOG.info("The git repository has no commit yet: rules about committed files are silent");
      return Optional.empty();
    }
    String prefix = prefixOf(repository, baseDir);
    List<String> paths = new ArrayList<>();
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(commits.parseCommit(head).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        String path = tree.getPathString();
        if (path.startsWith(prefix)) {
          paths.add(path.substring(prefix.length()));
        }
      }
    }
    return Optional.of(new GitTree(paths));
  }

  private static String prefixOf(Repository repository, Path baseDir) throws IOException {
    if (repository.isBare()) {
      return "";
    }
    String relative =
        repository.getWorkTree().toPath().toRealPath().relativize(baseDir.toRealPath()).toString();
    return relative.isEmpty() ? "" : relative.replace('\\', '/') + "/";
  }

  /**
   * Keeps JGit away from the configuration of the machine: reading a tree needs none of it, and
   * JGit would run git to find it and write what it measures about the disk to the home directory.
   */
  private static final class NoConfiguration extends SystemReader.Delegate {

    NoConfiguration(SystemReader reader) {
      super(reader);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
      return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
      return new Empty(parent, fs);
    }

    @Override
    public StoredConfig getUserConfig() {
      return openUserConfig(null, FS.DETECTED);
    }

    @Override
    public StoredConfig getSystemConfig() {
      return openSystemConfig(null, FS.DETECTED);
    }

    @Override
    public StoredConfig getJGitConfig() {
      return openJGitConfig(null, FS.DETECTED);
    }
  }

  private static final class Empty extends FileBasedConfig {
    Empty(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // Stays empty.
    }

    @Override
    public void save() {
      // Goes nowhere.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
