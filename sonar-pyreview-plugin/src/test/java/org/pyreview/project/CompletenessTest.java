package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.AnalysedProject.Cause;
import org.pyreview.verify.AnalysedProject.Found;
import org.sonar.check.Rule;

/** What rules ask before they speak about what is missing, or about everything. */
class CompletenessTest {

  @TempDir Path work;

  @Test
  void more_than_a_tenth_unresolved_is_not_enough() {
    assertThat(new Completeness("names", 9, 1).suffices()).isTrue();
    assertThat(new Completeness("names", 8, 1).suffices()).isFalse();
    assertThat(Completeness.of("names").suffices()).isTrue();
    assertThat(Completeness.of("names").with(true).with(false))
        .isEqualTo(new Completeness("names", 1, 1));
  }

  @Test
  void a_rule_that_knows_too_little_is_silent() {
    assertThat(issues(new Missing(1))).hasSize(1);
    assertThat(issues(new Missing(2))).isEmpty();
  }

  @Test
  void what_most_places_do_is_said_once() {
    assertThat(issues(new Often(6, 30))).hasSize(6);
    assertThat(issues(new Often(5, 5))).hasSize(5);
    List<Found> once = issues(new Often(6, 29));
    assertThat(once).hasSize(1);
    assertThat(once.get(0).path()).isEmpty();
    assertThat(once.get(0).message()).isEqualTo("Mend 6 places.");
    assertThat(once.get(0).causes())
        .hasSize(5)
        .first()
        .extracting(Cause::path, Cause::message)
        .containsExactly("a.py", "Mend this.");
  }

  private List<Found> issues(ProjectRule rule) {
    return AnalysedProject.of(work, Map.of("a.py", "a = 1\n")).issues(rule);
  }

  @Rule(key = "missing")
  private static final class Missing implements ProjectRule {
    private final int unresolved;

    Missing(int unresolved) {
      this.unresolved = unresolved;
    }

    @Override
    public void review(ProjectReview review) {
      if (review.knowsEnough(new Completeness("names", 9, unresolved))) {
        review.reportOnProject("Add it.");
      }
    }
  }

  @Rule(key = "often")
  private static final class Often implements ProjectRule {
    private final int found;
    private final int looked;

    Often(int found, int looked) {
      this.found = found;
      this.looked = looked;
    }

    @Override
    public void review(ProjectReview review) {
      Habit habit = review.habit();
      habit.looked(looked);
      ProjectFile file = review.project().file("a.py").orElseThrow();
      for (int i = 0; i < found; i++) {
        habit.found(file, new Place(1, 0, 1, 1), "Mend this.");
      }
      habit.report("Mend %d places."::formatted);
    }
  }
}
