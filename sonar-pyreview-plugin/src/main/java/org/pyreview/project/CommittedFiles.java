package org.pyreview.project;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pyreview.python.ModulePath;

/**
 * Files of the commit that is checked out.
 *
 * @param paths relative to the project's root
 */
public record CommittedFiles(List<String> paths) {

  private static final Set<String> TEST_INPUT = Set.of("fixtures", "testdata");
  private static final int NAMED = 5;

  /** All of a project; none where it is no git repository. */
  public static CommittedFiles of(Project project) {
    return new CommittedFiles(project.git().map(GitTree::paths).orElse(List.of()));
  }

  /** Those whose path a pattern is found in, inputs of tests left out. */
  public CommittedFiles matching(Pattern pattern) {
    return where(path -> pattern.matcher(path).find() && !isTestInput(path));
  }

  /** Those that a test accepts. */
  public CommittedFiles where(Predicate<String> test) {
    return new CommittedFiles(paths.stream().filter(test).toList());
  }

  private static boolean isTestInput(String path) {
    return ModulePath.of(path).isBelow(TEST_INPUT);
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /** Number and first names, for a message: "7 files, a, b, c, d, e and 2 more". */
  public String listed() {
    int more = paths.size() - NAMED;
    return "%d %s, %s%s"
        .formatted(
            paths.size(),
            paths.size() == 1 ? "file" : "files",
            String.join(", ", paths.subList(0, Math.min(NAMED, paths.size()))),
            more > 0 ? " and %d more".formatted(more) : "");
  }
}
