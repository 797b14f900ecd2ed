package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pyreview.verify.AnalysedProject.Fix;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.RuleUnderTest.Example;
import org.slf4j.event.Level;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;

/** What every rule has to keep: its fixtures, its description's examples and its quick fixes. */
class RuleContractTest {

  private static final int LEAST_NONCOMPLIANT_SHAPES = 3;

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
  @TempDir Path work;

  /** In a scan the guard keeps the rule's failures from everything else; here they are failures. */
  @AfterEach
  void no_rule_failed() {
    assertThat(log.logs(Level.WARN))
        .as("what the guard caught")
        .noneMatch(line -> line.contains("has no result there") || line.contains("gives a place"));
  }

  /** All rules, or those that {@code -Drule=key,key} names. */
  static List<RuleUnderTest> rules() {
    List<String> named = List.of(System.getProperty("rule", "").split(","));
    return RuleUnderTest.all().stream()
        .filter(rule -> named.equals(List.of("")) || named.contains(rule.key()))
        .toList();
  }

  static Stream<Arguments> fixtures() {
    return rules().stream()
        .flatMap(rule -> rule.fixtures().stream().map(fixture -> Arguments.of(rule, fixture)));
  }

  static Stream<Arguments> examples() {
    return rules().stream()
        .flatMap(rule -> rule.examples().stream().map(example -> Arguments.of(rule, example)));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void reports_what_its_fixture_marks(RuleUnderTest rule, Path fixture) throws IOException {
    List<Found> issues = Fixture.reported(rule, fixture, work);
    Fixture.of(fixture, Files.createTempDirectory(work, "marked")).verify(issues);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void has_enough_noncompliant_shapes(RuleUnderTest rule) throws IOException {
    long shapes = 0;
    for (Path fixture : rule.fixtures()) {
      shapes += Fixture.expectedIssues(fixture);
    }
    assertThat(shapes).isGreaterThanOrEqualTo(LEAST_NONCOMPLIANT_SHAPES);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void describes_itself_truly(RuleUnderTest rule, Example example) {
    AnalysedProject project = AnalysedProject.of(work, example.files());
    assertThat(project.unparsable()).as("Python files that don't parse").isEmpty();
    List<Found> issues = project.issues(rule.instance(example.parameters()));
    if (example.compliant()) {
      assertThat(issues).isEmpty();
    } else {
      assertThat(issues).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void has_noncompliant_and_compliant_examples(RuleUnderTest rule) {
    assertThat(rule.examples()).extracting(Example::compliant).contains(true, false);
  }

  /** Each fix of each fixture, alone: the code parses and exactly that issue is gone. */
  @ParameterizedTest
  @MethodSource("fixtures")
  void fixes_what_it_reports(RuleUnderTest rule, Path fixture) throws IOException {
    List<Found> issues = Fixture.reported(rule, fixture, work);
    if (issues.stream().allMatch(issue -> issue.fixes().isEmpty())) {
      return;
    }
    Fixture marked = Fixture.of(fixture, Files.createTempDirectory(work, "marked"));
    AnalysedProject project = marked.project();
    for (Found issue : issues) {
      for (Fix fix : issue.fixes()) {
        AnalysedProject fixed =
            AnalysedProject.of(
                Files.createTempDirectory(work, "fixed"),
                project.withFix(issue.path().orElseThrow(), fix));
        assertThat(fixed.unparsable())
            .as("Python files that don't parse after fixing line %d", issue.range().line())
            .isEqualTo(project.unparsable());
        assertThat(fixed.issues(rule.instance(marked.parameters())))
            .as("issues left after fixing line %d of %s", issue.range().line(), fixture)
            .hasSize(issues.size() - 1);
      }
    }
  }
}
