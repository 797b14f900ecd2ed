package org.pyreview.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.checks.deployment.EnvironmentFlagReadAsStringCheck;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.FactStore;
import org.pyreview.project.ProjectReview;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.AnalysedProject.Found;
import org.slf4j.event.Level;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.python.caching.CacheContextImpl;

/** A rule that throws loses its own result for that file, and nothing else. */
class GuardTest {

  private static final String FLAG = "import os\nDEBUG = bool(os.getenv(\"DEBUG\"))\n";

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
  @TempDir Path work;

  @Rule(key = "throws-on-purpose")
  public static class ThrowsOnPurpose extends AstCheck {
    @Override
    protected void subscribe(Subscriptions on) {
      on.to(
          Tree.Kind.NAME,
          Name.class,
          (name, review) -> {
            if (name.name().equals("trap")) {
              throw new IllegalStateException("on purpose");
            }
            if (name.name().equals("deep")) {
              recurse(0);
            }
            if (name.name().equals("missing")) {
              throw new NoSuchMethodError("absent in this analyzer");
            }
            if (name.name().equals("fine")) {
              review.report(name, "Found it.");
            }
          });
    }

    private static int recurse(int depth) {
      return recurse(depth + 1) + 1;
    }
  }

  @Rule(key = "decides-badly")
  public static class DecidesBadly extends CrossFileCheck {
    @Override
    protected List<FactKind<?>> facts() {
      return List.of();
    }

    @Override
    public void review(ProjectReview review) {
      review.reportOnProject("Half a result.");
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void other_rules_and_other_files_keep_their_results() {
    AnalysedProject project =
        AnalysedProject.of(
            work,
            Map.of(
                "a.py", FLAG + "trap = trap\ntrap()\nfine = 1\n",
                "b.py", FLAG + "deep = 1\n",
                "c.py", FLAG + "missing = 1\n",
                "d.py", FLAG + "fine = 1\n"));
    List<AstCheck> rules = List.of(new ThrowsOnPurpose(), new EnvironmentFlagReadAsStringCheck());

    for (String file : List.of("a.py", "b.py", "c.py")) {
      assertThat(project.visit(file, rules, CacheContextImpl.dummyCache()))
          .as(file)
          .singleElement()
          .satisfies(issue -> assertThat(issue.message()).contains("DEBUG"));
    }
    assertThat(project.visit("d.py", rules, CacheContextImpl.dummyCache()))
        .extracting(Found::message)
        .hasSize(2)
        .contains("Found it.");
    assertThat(log.logs(Level.WARN))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("throws-on-purpose"))
        .satisfiesOnlyOnce(line -> assertThat(line).contains("a.py").contains("on purpose"));
  }

  @Rule(key = "reports-anywhere")
  public static class ReportsAnywhere extends AstCheck {
    @Override
    protected void subscribe(Subscriptions on) {
      on.to(
          Tree.Kind.FILE_INPUT,
          FileInput.class,
          (file, review) -> {
            review.report(new Docstring.Word("word", 1, 0), "Fits.");
            review.report(new Docstring.Word("word", 1, 2), "Ends behind its line.");
            review
                .report(new Docstring.Word("word", 3, 0), "Is behind the file.")
                .because(file.lastToken(), "the end of the file has no text");
          });
    }
  }

  @Rule(key = "starts-badly")
  public static class StartsBadly extends AstCheck {
    @Override
    protected void subscribe(Subscriptions on) {
      throw new NoSuchMethodError("absent in this analyzer");
    }
  }

  /** The analyzer drops a file's issues if one has a location that isn't in it. */
  @Test
  void a_place_that_does_not_fit_falls_back() {
    AnalysedProject project = AnalysedProject.of(work, Map.of("a.py", "fits = 1\n"));
    assertThat(project.visit("a.py", List.of(new ReportsAnywhere()), CacheContextImpl.dummyCache()))
        .extracting(Found::range)
        .extracting(range -> range.line() + ":" + range.column() + "-" + range.endColumn())
        .containsExactly("1:0-4", "1:2-6", "0:-1--1");
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("reports-anywhere", "a.py"));
  }

  @Test
  void a_rule_that_can_not_start_costs_only_itself() {
    AnalysedProject project = AnalysedProject.of(work, Map.of("a.py", FLAG, "b.py", FLAG));
    List<AstCheck> rules = List.of(new StartsBadly(), new EnvironmentFlagReadAsStringCheck());
    for (String file : List.of("a.py", "b.py")) {
      assertThat(project.visit(file, rules, CacheContextImpl.dummyCache())).hasSize(1);
    }
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("starts-badly", "absent"));
  }

  @Test
  void a_decision_that_fails_has_no_result() {
    AnalysedProject project = AnalysedProject.of(work, Map.of("a.py", FLAG));
    assertThat(project.decide(new DecidesBadly(), new FactStore())).isEmpty();
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("decides-badly"));
  }
}
