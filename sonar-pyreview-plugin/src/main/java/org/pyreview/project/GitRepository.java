package org.pyreview.project;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The git repository that a project lies in. */
final class GitRepository {

  private static final Logger LOG = LoggerFactory.getLogger(GitRepository.class);

  private static final Set<File> UNREADABLE = ConcurrentHashMap.newKeySet();

  private GitRepository() {}

  /** Takes something from an open repository. */
  interface Reader<T> {
    /**
     * @param head the commit that is checked out
     * @param prefix path of the project in the repository, with a slash at its end unless empty
     */
    Optional<T> read(Repository repository, ObjectId head, String prefix) throws IOException;
  }

  /**
   * Opens the repository around a folder and reads from it.
   *
   * @return empty, with a log line, where there is no repository or no readable commit
   */
  static <T> Optional<T> read(Path baseDir, Reader<T> reader) {
    SystemReader.setInstance(new NoConfiguration(SystemReader.getInstance()));
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(baseDir.toFile());
    if (builder.getGitDir() == null) {
      LOG.info("No git repository at the project's root: rules about committed files are silent");
      return Optional.empty();
    }
    try (Repository repository = builder.setMustExist(true).build()) {
      ObjectId head = repository.resolve(Constants.HEAD);
      if (head == null) {
        LOG.info("The git repository has no commit yet: rules about committed files are silent");
        return Optional.empty();
      }
      return reader.read(repository, head, prefixOf(repository, baseDir));
    } catch (IOException | RuntimeException e) {
      String reason =
          "The git repository %s can't be read, rules about committed files are silent: %s"
              .formatted(builder.getGitDir(), e);
      // A partial clone lacks many objects, and each is asked for by itself.
      if (UNREADABLE.add(builder.getGitDir())) {
        LOG.warn(reason);
      } else {
        LOG.debug(reason);
      }
      return Optional.empty();
    }
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
