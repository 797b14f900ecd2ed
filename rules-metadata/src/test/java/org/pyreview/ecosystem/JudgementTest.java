package org.pyreview.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {

  private static final Row OPEN =
      new Row("book-not-returned", "shelf.py", "0123456789ab", "Return it.", Verdict.UNREAD, "");

  @TempDir Path ledgers;

  private Row judged() {
    return Ledger.read(ledgers, "town+library").rows().get(0);
  }

  private List<String> write(String... lines) {
    return Judgement.write(ledgers, List.of(lines));
  }

  @Test
  void writes_a_verdict_once_and_takes_another_one_later() throws Exception {
    new Ledger("town+library", List.of(OPEN)).write(ledgers);
    String id = "town+library:" + OPEN.id();

    assertThat(write("# mine", "", id + "\ttrue\tstill out")).isEmpty();
    assertThat(judged()).isEqualTo(OPEN.judged(Verdict.TRUE, "still out"));

    Path file = ledgers.resolve("town+library.tsv");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(write(id + "\ttrue\tstill out")).isEmpty();
    assertThat(Files.getLastModifiedTime(file).toMillis()).isZero();

    assertThat(write(id + "\tfalse\tcame back")).isEmpty();
    assertThat(judged()).isEqualTo(OPEN.judged(Verdict.FALSE, "came back"));
  }

  @Test
  void names_lines_it_can_not_use_and_writes_the_others() {
    new Ledger("town+library", List.of(OPEN)).write(ledgers);
    String id = "town+library:" + OPEN.id();

    assertThat(
            write(
                id + "\tmaybe\tdon't know",
                id + "\ttrue",
                "nobody",
                "town+library:ffffffffffff\ttrue\tyes",
                id + "\tpedantic\tsmall library"))
        .hasSize(4);
    assertThat(judged().verdict()).isEqualTo(Verdict.PEDANTIC);
  }
}
