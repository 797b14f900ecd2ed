package org.pyreview.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SheetTest {

  private static final Set<String> RULE = Set.of("book-not-returned");

  private static Ledger ledger(String project, int issues) {
    return new Ledger(
        project,
        IntStream.range(0, issues)
            .mapToObj(
                i ->
                    Scan.Issue.of(
                            "book-not-returned",
                            "shelf" + i + ".py",
                            List.of(),
                            0,
                            "Return.",
                            List.of())
                        .row())
            .toList());
  }

  private static List<String> ids(List<Sheet.Chosen> chosen) {
    return chosen.stream().map(Sheet.Chosen::id).sorted().toList();
  }

  @Test
  void takes_all_issues_of_a_rule_that_has_few() {
    List<Ledger> ledgers = List.of(ledger("town+library", 9), ledger("school+library", 6));

    assertThat(Sheet.choose(ledgers, RULE)).hasSize(15);
    assertThat(Sheet.choose(ledgers, Set.of("shelf-too-full"))).isEmpty();
  }

  @Test
  void spreads_over_the_projects_where_a_rule_has_many() {
    List<Ledger> ledgers =
        List.of(ledger("a+big", 500), ledger("b+small", 2), ledger("c+large", 90));

    assertThat(
            Sheet.choose(ledgers, RULE).stream()
                .collect(Collectors.groupingBy(Sheet.Chosen::project, Collectors.counting())))
        .containsEntry("b+small", 2L)
        .hasEntrySatisfying("a+big", number -> assertThat(number).isBetween(6L, 7L))
        .hasEntrySatisfying("c+large", number -> assertThat(number).isBetween(6L, 7L));
  }

  @Test
  void reading_some_of_the_choice_leaves_the_rest() {
    List<Ledger> ledgers = List.of(ledger("a+big", 500), ledger("c+large", 90));
    List<Sheet.Chosen> chosen = Sheet.choose(ledgers, RULE);
    List<Row> read = chosen.subList(3, 9).stream().map(Sheet.Chosen::row).toList();
    List<Ledger> later = new ArrayList<>();
    for (Ledger ledger : ledgers) {
      later.add(
          new Ledger(
              ledger.project(),
              ledger.rows().stream()
                  .map(
                      row ->
                          chosen.subList(3, 9).contains(new Sheet.Chosen(ledger.project(), row))
                              ? row.judged(Verdict.TRUE, "yes")
                              : row)
                  .toList()));
    }

    List<String> rest = new ArrayList<>(ids(chosen));
    rest.removeAll(ids(chosen.subList(3, 9)));
    assertThat(read).hasSize(6);
    assertThat(ids(Sheet.choose(later, RULE))).isEqualTo(rest);
  }
}
