package org.pyreview.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pyreview.ecosystem.Bars;
import org.pyreview.ecosystem.Ledgers;

/** Enough was reviewed and read for the numbers to mean something. */
class LedgersAreCompleteTest {

  private final List<Rule> rules = Rule.readAll(Path.of("rules"));
  private final Ledgers ledgers = Ledgers.read(Path.of("../ecosystem"));
  private final Bars bars =
      new Bars(ledgers, rules.stream().filter(Rule::onByDefault).map(Rule::key).toList());

  @Test
  void enough_projects_are_reviewed_and_enough_issues_are_read() {
    assertThat(bars.unfinished()).isEmpty();
  }

  /** A rule that no real project makes speak has been shown to be able to. */
  @Test
  void a_rule_that_never_fired_has_mutated_projects() {
    assertThat(bars.unproven(Set.of())).isEmpty();
  }
}
