package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.fs.TextRange;
import org.sonar.api.batch.fs.internal.TestInputFileBuilder;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.internal.SensorContextTester;
import org.sonar.api.batch.sensor.issue.Issue;
import org.sonar.api.batch.sensor.issue.IssueLocation;
import org.sonar.api.rule.RuleKey;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;

/** The scanner accepts no range that isn't in its file; nothing that is saved ends the scan. */
class SavedIssuesTest {

  private static final RuleKey KEY = RuleKey.of("pyreview", "places");
  private static final Place FITS = new Place(1, 0, 1, 3);

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
  @TempDir Path work;

  private SensorContextTester context(String text) throws IOException {
    SensorContextTester context = SensorContextTester.create(work);
    context.fileSystem().add(file("a.html", text));
    context.fileSystem().add(file("b.html", "one\n"));
    return context;
  }

  /**
   * Read from the disk, as in a scan; the builder counts a byte order mark, the scanner doesn't.
   */
  private InputFile file(String name, String text) throws IOException {
    Path file = Files.writeString(work.resolve(name), text);
    return new TestInputFileBuilder("project", work.toFile(), file.toFile())
        .setCharset(StandardCharsets.UTF_8)
        .initMetadata(text.startsWith("\uFEFF") ? text.substring(1) : text)
        .build();
  }

  private static void decide(
      SensorContextTester context,
      SensorContext saving,
      BiConsumer<ProjectReview, ProjectFile> rule) {
    Project project = new Project(context.fileSystem(), new FactStore());
    ProjectFile file = project.file("a.html").orElseThrow();
    new ProjectRules(Map.of(KEY, review -> rule.accept(review, file))).review(project, saving);
  }

  private static String text(IssueLocation location) {
    TextRange range = location.textRange();
    return location.inputComponent()
        + (range == null
            ? ""
            : " %d:%d-%d:%d"
                .formatted(
                    range.start().line(),
                    range.start().lineOffset(),
                    range.end().line(),
                    range.end().lineOffset()));
  }

  @Test
  void a_place_that_does_not_fit_falls_back_to_its_line_or_the_file() throws IOException {
    SensorContextTester context = context("one\ntwo\n\nfour");
    decide(
        context,
        context,
        (review, file) -> {
          review.report(file, FITS, "Fits.");
          review.report(file, new Place(2, 1, 4, 4), "Fits over lines, up to the end.");
          review.report(file, new Place(2, 1, 2, 9), "Ends behind its line.");
          review.report(file, new Place(2, 3, 2, 1), "Ends before its start.");
          review.report(file, new Place(4, 0, 5, 0), "Ends behind the file.");
          review.report(file, new Place(3, 0, 3, 0), "Stands for an empty line.");
          review.report(file, new Place(5, 0, 5, 1), "Starts behind the file.");
          review.report(file, new Place(0, -1, 0, 1), "Starts nowhere.");
          review.reportOnProject("Is about the project.");
        });
    assertThat(context.allIssues())
        .extracting(issue -> text(issue.primaryLocation()))
        .containsExactly(
            "a.html 1:0-1:3",
            "a.html 2:1-4:4",
            "a.html 2:0-2:3",
            "a.html 2:0-2:3",
            "a.html 4:0-4:4",
            "a.html 3:0-3:0",
            "a.html",
            "a.html",
            context.project().toString());
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("Rule places", "a.html", "2:1-2:9"));
  }

  @Test
  void a_cause_that_does_not_fit_costs_only_itself() throws IOException {
    SensorContextTester context = context("one\ntwo\n");
    decide(
        context,
        context,
        (review, file) -> {
          ProjectFile other = review.project().file("b.html").orElseThrow();
          review
              .report(file, FITS, "Fits.")
              .because(other, new Place(1, 0, 1, 99), "falls back to its line")
              .because(other, new Place(9, 0, 9, 1), "is left out")
              .because(file, new Place(2, 0, 2, 3), "fits")
              .through(other, new Place(9, 0, 9, 1), "is left out")
              .through(file, new Place(2, 1, 2, 3), "fits");
          review
              .report(file, FITS, "Has no way left.")
              .through(other, new Place(9, 0, 9, 1), "is left out");
        });
    assertThat(context.allIssues())
        .extracting(SavedIssuesTest::causes)
        .containsExactly(List.of("a.html 2:1-2:3", "b.html 1:0-1:3", "a.html 2:0-2:3"), List.of());
  }

  private static List<String> causes(Issue issue) {
    return issue.flows().stream()
        .flatMap(flow -> flow.locations().stream())
        .map(SavedIssuesTest::text)
        .toList();
  }

  @Test
  void an_issue_that_can_not_be_saved_costs_only_itself() throws IOException {
    SensorContextTester context = context("one\ntwo\n");
    int[] asked = {0};
    SensorContext failsOnce =
        (SensorContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SensorContext.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("newIssue") && asked[0]++ == 0) {
                    throw new NoSuchMethodError("absent in this scanner");
                  }
                  try {
                    return method.invoke(context, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    decide(
        context,
        failsOnce,
        (review, file) -> {
          review.report(file, FITS, "Is lost.");
          review.report(file, new Place(2, 0, 2, 3), "Is kept.");
        });
    assertThat(context.allIssues())
        .extracting(issue -> issue.primaryLocation().message())
        .containsExactly("Is kept.");
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(
            line -> assertThat(line).contains("Rule places failed on", "a.html:1:0-1:3", "absent"));
  }

  /** Patterns, parsers and Java's lines see the lines that the scanner counts. */
  @Test
  void places_in_the_text_fit_the_file() throws IOException {
    String separators = "a\u0085b\u2028c\u2029d\u000Be\ff\u001Cg";
    String text =
        "\uFEFFé\r\n%s\r\rlone\rtab\t\uD83D\uDE00 %s\n\r\nlast".formatted(separators, separators);
    SensorContextTester context = context(text);
    InputFile input =
        context.fileSystem().inputFile(context.fileSystem().predicates().hasFilename("a.html"));
    decide(
        context,
        context,
        (review, file) -> {
          List<String> read = file.text().orElseThrow().lines().toList();
          assertThat(read).hasSize(input.lines());
          for (int i = 0; i < read.size(); i++) {
            int line = i + 1;
            int length = read.get(i).length();
            assertThat(input.selectLine(line).end().lineOffset()).isEqualTo(length);
            if (length > 0) {
              assertThatCode(() -> input.newRange(line, 0, line, length))
                  .doesNotThrowAnyException();
            }
          }
        });
    assertThat(log.logs(Level.WARN)).isEmpty();
  }
}
