package org.pyreview.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.pyreview.python.ModulePath;
import org.sonar.api.batch.fs.FileSystem;
import org.sonar.api.batch.fs.InputFile;

/** Everything that is known about the analysed project once all its Python files were visited. */
public final class Project {

  /** Null where there is no folder to look into. */
  private final Path baseDir;

  private final Map<String, ProjectFile> files = new TreeMap<>();
  private final Map<String, ProjectFile> filesByKey = new HashMap<>();
  private final FactStore facts;
  private final Map<Class<?>, Object> nouns = new HashMap<>();
  private final Map<String, Optional<String>> committedTexts = new HashMap<>();
  private Optional<GitTree> git;

  /**
   * @param fileSystem the indexed files, hidden ones included
   * @param facts what was recorded while the Python files were visited
   */
  public Project(FileSystem fileSystem, FactStore facts) {
    this.baseDir = fileSystem.baseDir().toPath();
    this.facts = facts;
    StreamSupport.stream(fileSystem.inputFiles(fileSystem.predicates().all()).spliterator(), false)
        .forEach(this::add);
  }

  private Project(ModulePath path, String key, FactStore facts) {
    this.baseDir = null;
    this.facts = facts;
    this.git = Optional.empty();
    ProjectFile file = new ProjectFile(path);
    files.put(file.path().toString(), file);
    filesByKey.put(key, file);
  }

  /**
   * A project of which only one Python file can be seen.
   *
   * @param key the analyzer's key of the file
   */
  static Project ofOne(ModulePath path, String key, FactStore facts) {
    return new Project(path, key, facts);
  }

  private void add(InputFile input) {
    ProjectFile file = new ProjectFile(input);
    files.put(file.path().toString(), file);
    filesByKey.put(input.key(), file);
  }

  /** All indexed files, sorted by path. */
  public Collection<ProjectFile> files() {
    return files.values();
  }

  /** The file with this path from the project's root. */
  public Optional<ProjectFile> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** The folder of the project; empty where there is none to look into. */
  Optional<Path> baseDir() {
    return Optional.ofNullable(baseDir);
  }

  /** What the project's folder is called; empty where there is none. */
  public Optional<String> folderName() {
    return baseDir().map(Path::getFileName).map(Path::toString);
  }

  /** Whether the project's folder has a file or folder of this name, indexed or not. */
  public boolean existsOnDisk(String name) {
    return baseDir != null && Files.exists(baseDir.resolve(name));
  }

  /** The facts of a kind, by file, for the files that are main code or tests of this analysis. */
  public <T extends Record> Map<ProjectFile, T> facts(FactKind<T> kind) {
    Map<ProjectFile, T> byFile = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    facts
        .all(kind)
        .forEach(
            (key, value) ->
                Optional.ofNullable(filesByKey.get(key))
                    .ifPresent(file -> byFile.put(file, value)));
    return byFile;
  }

  /** The facts of a kind without their files. */
  public <T extends Record> Stream<T> everywhere(FactKind<T> kind) {
    return facts.all(kind).values().stream();
  }

  /** The committed tree; empty where the project is no git repository or has no commit. */
  public Optional<GitTree> git() {
    if (git == null) {
      git = GitTree.ofHead(baseDir);
    }
    return git;
  }

  /** The text of a file that is indexed, or else committed, or without git in the folder. */
  public Optional<String> text(String path) {
    Optional<ProjectFile> file = file(path);
    return file.isPresent() ? file.get().text() : textOf(path);
  }

  /**
   * The paths of the files that are committed, or that lie in the folder if it is no git
   * repository, indexed or not.
   */
  List<String> paths() {
    return git()
        .map(GitTree::paths)
        .orElseGet(() -> baseDir == null ? List.of() : FilesOnDisk.below(baseDir));
  }

  /** The text of a file that {@link #paths} names. */
  Optional<String> textOf(String path) {
    if (git().isPresent()) {
      return committedText(path);
    }
    return baseDir == null
        ? Optional.empty()
        : committedTexts.computeIfAbsent(path, key -> FilesOnDisk.text(baseDir, key));
  }

  /**
   * The text of a committed file as it is in the commit, whether SonarQube indexes it or not.
   *
   * @return empty for what isn't there, is no text or is very large
   */
  public Optional<String> committedText(String path) {
    // Several rules search the same texts, and each look opens the repository.
    return git().isEmpty()
        ? Optional.empty()
        : committedTexts.computeIfAbsent(path, key -> GitTree.text(baseDir, key));
  }

  /** Whether a committed file begins with these bytes. */
  public boolean committedBeginsWith(String path, byte[] start) {
    return git().isPresent() && GitTree.beginsWith(baseDir, path, start);
  }

  /**
   * Paths of the committed files that were added in the days before the newest commit.
   *
   * @return empty where the history doesn't tell
   */
  public Optional<Set<String>> filesAddedWithin(int days) {
    return git().isEmpty() ? Optional.empty() : GitTree.addedWithin(baseDir, days);
  }

  /**
   * Something known about the whole project that several rules need, worked out once.
   *
   * @param noun its class
   * @param build works it out
   */
  public <T> T knowledge(Class<T> noun, Function<Project, T> build) {
    Object known = nouns.get(noun);
    if (known == null) {
      known = build.apply(this);
      nouns.put(noun, known);
    }
    return noun.cast(known);
  }
}
