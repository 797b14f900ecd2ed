package org.pyreview.project;

import java.util.regex.Pattern;

/**
 * The files with tests in a project, by their names and by what stands in them: {@code startapp}
 * makes a file for tests that has none yet.
 *
 * @param count how many there are
 */
public record TestFiles(int count) {

  private static final Pattern NAME =
      Pattern.compile("test_.*\\.py|.*_test\\.py|tests?\\.py|tests_.*\\.py|.*_tests\\.py");
  private static final Pattern TEST =
      Pattern.compile("\\bdef test|\\bTestCase\\b|^\\s*>>> |\\bscenarios\\(", Pattern.MULTILINE);

  /** Those of a project; looked for once. */
  public static TestFiles of(Project project) {
    return project.knowledge(TestFiles.class, TestFiles::find);
  }

  private static TestFiles find(Project project) {
    return new TestFiles(
        (int)
            RepositoryFile.of(project, path -> NAME.matcher(path.fileName()).matches()).stream()
                .filter(file -> file.text().filter(text -> hasTest(text)).isPresent())
                .count());
  }

  private static boolean hasTest(String text) {
    return TEST.matcher(text.replaceAll("(?m)^(?:from|import) .*", "")).find();
  }
}
