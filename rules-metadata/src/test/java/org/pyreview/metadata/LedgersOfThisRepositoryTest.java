package org.pyreview.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

  /**
   * Every rule of the profile reaches the bars but those that {@code ecosystem/below-bars.txt}
   * names, which have to be cured yet. The list may only get shorter: a rule that reaches the bars
   * has to leave it.
   */
  @Test
  void the_rules_of_the_profile_are_right_often_enough() throws IOException {
    List<String> known =
        Files.readAllLines(Path.of("../ecosystem/below-bars.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(bars.missed().stream().map(missed -> missed.substring(0, missed.indexOf(':'))))
        .as("cure these rules, or set 'default: off': %s", bars.missed())
        .isSubsetOf(known);
    assertThat(known)
        .as("these reach the bars now: take them out of ecosystem/below-bars.txt")
        .allMatch(name -> bars.missed().stream().anyMatch(missed -> missed.startsWith(name + ":")));
  }

  @Test
  void every_row_is_about_a_rule() {
    assertThat(rules).extracting(Rule::key).containsAll(ledgers.rules());
  }
}
