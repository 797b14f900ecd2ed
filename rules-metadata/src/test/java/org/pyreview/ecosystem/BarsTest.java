package org.pyreview.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarsTest {

  private static final String BOOK = "book-not-returned";
  private static final String SHELF = "shelf-too-full";

  private final List<Row> rows = new ArrayList<>();

  private void rows(String rule, int right, int pedantic, int wrong, int unread) {
    add(rule, right, Verdict.TRUE);
    add(rule, pedantic, Verdict.PEDANTIC);
    add(rule, wrong, Verdict.FALSE);
    add(rule, unread, Verdict.UNREAD);
  }

  private void add(String rule, int number, Verdict verdict) {
    for (int i = 0; i < number; i++) {
      rows.add(new Row(rule, "shelf" + rows.size() + ".py", "0", "Message.", verdict, ""));
    }
  }

  private static Projects projects(int number) {
    return new Projects(
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    new Projects.Entry(
                        "town+library" + i, "town/library" + i, "c", "django", 5, 100, ""))
            .toList());
  }

  private Bars bars(int projects, List<Mutation> mutations) {
    return new Bars(
        new Ledgers(projects(projects), List.of(new Ledger("town+library0", rows)), mutations),
        Set.of(BOOK, SHELF));
  }

  private List<String> missed() {
    return bars(1, List.of()).missed();
  }

  @Test
  void an_empty_ledger_misses_nothing() {
    assertThat(missed()).isEmpty();
  }

  @Test
  void four_of_five_together_are_true() {
    rows(BOOK, 16, 4, 0, 9);
    assertThat(missed()).isEmpty();

    rows(SHELF, 2, 1, 0, 0);
    assertThat(missed())
        .containsExactly("all rules together: 18 of 23 read are true, 78.3 %; at least 80 %");
  }

  @Test
  void one_of_twenty_together_may_be_false() {
    rows(BOOK, 19, 0, 1, 0);
    assertThat(missed()).isEmpty();

    rows(SHELF, 3, 0, 1, 0);
    assertThat(missed())
        .containsExactly("all rules together: 2 of 24 read are false, 8.3 %; at most 5 %");
  }

  @Test
  void seven_of_ten_of_a_rule_are_true() {
    rows(BOOK, 40, 0, 0, 0);
    rows(SHELF, 7, 3, 0, 0);
    assertThat(missed()).isEmpty();

    rows(SHELF, 0, 1, 0, 0);
    assertThat(missed())
        .containsExactly("shelf-too-full: 7 of 11 read are true, 63.6 %; at least 70 %");
  }

  @Test
  void one_of_ten_of_a_rule_may_be_false() {
    rows(BOOK, 40, 0, 0, 0);
    rows(SHELF, 9, 0, 1, 0);
    assertThat(missed()).isEmpty();

    rows(SHELF, 0, 0, 1, 0);
    assertThat(missed())
        .containsExactly("shelf-too-full: 2 of 11 read are false, 18.2 %; at most 10 %");
  }

  @Test
  void four_read_say_little_about_a_rule_and_rules_that_are_off_nothing() {
    rows(BOOK, 40, 0, 0, 0);
    rows(SHELF, 2, 2, 0, 0);
    rows("desk-not-cleared", 0, 0, 30, 0);
    assertThat(missed()).isEmpty();
  }

  @Test
  void enough_projects_are_reviewed_and_enough_issues_read() {
    rows(BOOK, 15, 0, 0, 100);
    rows(SHELF, 3, 0, 0, 1);

    assertThat(bars(23, List.of()).unfinished())
        .containsExactly(
            "23 repositories are reviewed, of 24",
            "18 issues are read, of 700",
            "shelf-too-full: 3 issues are read, of 4");

    rows(SHELF, 700, 0, 0, 0);
    assertThat(bars(24, List.of()).unfinished()).isEmpty();
  }

  @Test
  void a_rule_that_never_fired_is_proven_by_three_mutations() {
    rows(BOOK, 1, 0, 0, 0);
    List<Mutation> two =
        IntStream.range(0, 2)
            .mapToObj(i -> new Mutation(SHELF, "town+library" + i, "more", List.of(), "", ""))
            .toList();

    assertThat(bars(1, two).unproven(Set.of()))
        .containsExactly(
            "shelf-too-full: never fired, and 2 mutated projects of 3 prove that it can");
    assertThat(bars(1, two).unproven(Set.of(SHELF))).isEmpty();

    List<Mutation> three = new ArrayList<>(two);
    three.add(new Mutation(SHELF, "town+library0", "even more", List.of(), "", ""));
    assertThat(bars(1, three).unproven(Set.of())).isEmpty();
  }
}
