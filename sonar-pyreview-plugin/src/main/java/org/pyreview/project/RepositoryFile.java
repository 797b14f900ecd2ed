package org.pyreview.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.pyreview.python.ModulePath;

/**
 * A file of the project, whether SonarQube indexes it or it is committed only, or without git lies
 * in its folder: an analysis of {@code src} doesn't index the workflows of CI.
 *
 * @param path from the project's root
 * @param indexed the file, if issues can be raised in it
 */
public record RepositoryFile(Project project, ModulePath path, Optional<ProjectFile> indexed) {

  private record All(List<RepositoryFile> files) {}

  /** Those of a project, sorted by path. */
  public static List<RepositoryFile> of(Project project) {
    return project.knowledge(All.class, RepositoryFile::collect).files;
  }

  /** Those whose path a test accepts, sorted by path. */
  public static List<RepositoryFile> of(Project project, Predicate<ModulePath> test) {
    return of(project).stream().filter(file -> test.test(file.path)).toList();
  }

  private static All collect(Project project) {
    Map<String, RepositoryFile> files = new TreeMap<>();
    project
        .paths()
        .forEach(
            path ->
                files.put(
                    path, new RepositoryFile(project, ModulePath.of(path), Optional.empty())));
    project
        .files()
        .forEach(
            file ->
                files.put(
                    file.toString(), new RepositoryFile(project, file.path(), Optional.of(file))));
    return new All(List.copyOf(files.values()));
  }

  public String name() {
    return path.fileName();
  }

  /** Whether it stands in the project's root. */
  public boolean isAtRoot() {
    return path.segments().size() == 1;
  }

  /** Whether another path of the project leads to a file that lies somewhere else. */
  public boolean isSymbolicLink() {
    return indexed.filter(ProjectFile::isSymbolicLink).isPresent();
  }

  /** The text; empty for what is no text or is very large. */
  public Optional<String> text() {
    return indexed.isPresent() ? indexed.get().text() : project.textOf(path.toString());
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
