package org.pyreview.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final List<String> SHELF =
      List.of("def lend(book):", "    book.out = True", "    book.save()", "", "lend(first)");

  @TempDir Path folder;

  private static Row at(List<String> text, int line, String message) {
    return Scan.Issue.of("book-not-returned", "shelf.py", text, line, message, List.of()).row();
  }

  private static Row at(int line, String message) {
    return at(SHELF, line, message);
  }

  private static Ledger ledger(Row... rows) {
    return new Ledger("town+library", List.of(rows));
  }

  private static Ledger.Change run(Ledger ledger, Row... found) {
    return ledger.merge(Arrays.asList(found), Set.of("book-not-returned"));
  }

  @Test
  void a_row_survives_moved_and_indented_lines() {
    List<String> moved = new ArrayList<>(List.of("import books", "", "class Desk:"));
    SHELF.forEach(line -> moved.add("    " + line));
    Ledger read = ledger(at(2, "Return it.").judged(Verdict.TRUE, "never returned"));

    Ledger.Change change = run(read, at(moved, 5, "Return it."));

    assertThat(change.added()).isEmpty();
    assertThat(change.gone()).isEmpty();
    assertThat(change.ledger()).isEqualTo(read);
  }

  @Test
  void a_row_ends_where_a_neighbour_changes() {
    List<String> changed = new ArrayList<>(SHELF);
    changed.set(2, "    book.store()");
    Row read = at(2, "Return it.").judged(Verdict.FALSE, "returned by save");

    Ledger.Change change = run(ledger(read), at(changed, 2, "Return it."));

    assertThat(change.gone()).containsExactly(read);
    assertThat(change.added()).containsExactlyElementsOf(change.ledger().rows());
    assertThat(change.added()).singleElement().matches(row -> !row.isRead());
  }

  @Test
  void a_row_ends_where_the_file_has_another_name() {
    Row read = at(2, "Return it.").judged(Verdict.TRUE, "yes");
    Row renamed =
        Scan.Issue.of("book-not-returned", "desk.py", SHELF, 2, "Return it.", List.of()).row();

    Ledger.Change change = run(ledger(read), renamed);

    assertThat(change.gone()).containsExactly(read);
    assertThat(change.added()).containsExactly(renamed);
  }

  @Test
  void a_verdict_survives_another_message() {
    Ledger read = ledger(at(2, "Return it.").judged(Verdict.PEDANTIC, "small library"));

    Ledger.Change change = run(read, at(2, "Return the book."));

    assertThat(change.added()).isEmpty();
    assertThat(change.gone()).isEmpty();
    assertThat(change.ledger().rows())
        .containsExactly(at(2, "Return the book.").judged(Verdict.PEDANTIC, "small library"));
  }

  @Test
  void issues_at_the_same_lines_are_told_apart_by_their_messages() {
    Ledger both = run(ledger(), at(2, "Return a."), at(2, "Return b.")).ledger();
    assertThat(both.rows()).extracting(Row::number).containsExactly(1, 2);
    Row b = both.rows().get(1).judged(Verdict.TRUE, "b is out");
    Ledger read = ledger(both.rows().get(0).judged(Verdict.FALSE, "a is in"), b);

    Ledger.Change change = run(read, at(2, "Return b."));

    assertThat(change.gone()).extracting(Row::message).containsExactly("Return a.");
    assertThat(change.ledger().rows()).containsExactly(b.numbered(1));
  }

  @Test
  void issues_about_the_project_are_known_by_their_message_without_numbers() {
    Row read =
        Scan.Issue.of(
                "book-not-returned", null, List.of(), 0, "Return 3 books (7a79a6).", List.of())
            .row()
            .judged(Verdict.TRUE, "yes");
    Row now =
        Scan.Issue.of("book-not-returned", null, List.of(), 0, "Return 12 books (1fa).", List.of())
            .row();

    assertThat(run(ledger(read), now).ledger().rows())
        .containsExactly(now.judged(Verdict.TRUE, "yes"));
  }

  @Test
  void what_was_read_stays_known_when_it_is_no_longer_reported() {
    Row cured = at(2, "Return it.").judged(Verdict.FALSE, "returned by save");
    Ledger.Change silent = run(ledger(cured, at(5, "Return it.")));

    assertThat(silent.ledger().rows()).isEmpty();
    assertThat(silent.ledger().past()).containsExactly(cured);

    Ledger.Change again = run(silent.ledger(), at(2, "Return it."));

    assertThat(again.back()).containsExactly(cured);
    assertThat(again.added()).isEmpty();
    assertThat(again.ledger()).isEqualTo(ledger(cured));
  }

  @Test
  void another_message_where_something_was_cured_is_to_be_read() {
    Row cured = at(2, "Return it.").judged(Verdict.FALSE, "returned by save");

    Ledger.Change change = run(run(ledger(cured)).ledger(), at(2, "Close it."));

    assertThat(change.back()).isEmpty();
    assertThat(change.added()).containsExactly(at(2, "Close it."));
    assertThat(change.ledger().past()).containsExactly(cured);
  }

  @Test
  void rows_of_rules_that_did_not_run_stay() {
    Row read = at(2, "Return it.").judged(Verdict.TRUE, "yes");

    Ledger.Change change =
        ledger(read).merge(List.of(at(5, "Return it.")), Set.of("shelf-too-full"));

    assertThat(change.ledger().rows()).containsExactly(read);
    assertThat(change.gone()).isEmpty();
    assertThat(change.added()).isEmpty();
  }

  @Test
  void is_written_sorted_and_read_again() throws Exception {
    Row second = at(5, "Return\tit\nnow.").judged(Verdict.TRUE, "yes");
    Ledger ledger = new Ledger("town+library", List.of(second, at(2, "Return it.")));

    ledger.write(folder);
    String first = Files.readString(folder.resolve("town+library.tsv"));
    new Ledger("town+library", List.of(at(2, "Return it."), second)).write(folder);

    assertThat(Ledger.read(folder, "town+library")).isEqualTo(ledger);
    assertThat(folder.resolve("past")).doesNotExist();
    assertThat(folder.resolve("town+library.tsv")).hasContent(first);
  }

  @Test
  void writes_what_is_no_longer_reported_into_a_file_of_its_own() {
    Row cured = at(2, "Return it.").judged(Verdict.FALSE, "returned by save");
    Ledger ledger = new Ledger("town+library", List.of(), List.of(cured));

    ledger.write(folder);

    assertThat(Ledger.read(folder, "town+library")).isEqualTo(ledger);
    assertThat(folder.resolve("past/town+library.tsv")).exists();
  }
}
