package org.pyreview.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pyreview.ecosystem.Bars;
import org.pyreview.ecosystem.Ledgers;

/** The ledgers in {@code ecosystem/} hold what the benchmarks promise. */
class LedgersOfThisRepositoryTest {

  private final List<Rule> rules = Rule.readAll(Path.of("rules"));
  private final Ledgers ledgers = Ledgers.read(Path.of("../ecosystem"));
  private final Bars bars =
      new Bars(ledgers, rules.stream().filter(Rule::onByDefault).map(Rule::key).toList());

  @Test
  void the_rules_of_the_profile_are_right_often_enough() {
    assertThat(bars.missed()).as("cure these rules, or set 'default: off'").isEmpty();
  }

  @Test
  void every_row_is_about_a_rule() {
    assertThat(rules).extracting(Rule::key).containsAll(ledgers.rules());
  }
}
