package org.pyreview.ecosystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes verdicts of readers into the ledgers: lines of id, verdict and reason between tabs. */
final class Judgement {

  private Judgement() {}

  /**
   * Applies lines; those already written change nothing.
   *
   * @param lines empty ones and comments with {@code #} are skipped
   * @return what was wrong with single lines; the others are written all the same
   */
  static List<String> write(Path ledgers, List<String> lines) {
    List<String> problems = new ArrayList<>();
    Map<String, Map<String, Row>> verdicts = new TreeMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        List<String> fields = Table.split(line.strip());
        String[] id = fields.get(0).split(":");
        Verdict verdict = Verdict.of(fields.get(1).strip());
        String why = fields.size() > 2 ? Place.plain(fields.get(2)) : "";
        if (verdict == Verdict.UNREAD || why.isEmpty()) {
          throw new IllegalArgumentException("a verdict and its reason are needed");
        }
        verdicts
            .computeIfAbsent(id[0], project -> new TreeMap<>())
            .put(id[1], new Row("", "", "", "", verdict, why));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        problems.add(line + ": " + e.getMessage());
      }
    }
    alone(ledgers, () -> verdicts.forEach((id, rows) -> apply(ledgers, id, rows, problems)));
    return problems;
  }

  private static void apply(
      Path ledgers, String project, Map<String, Row> verdicts, List<String> problems) {
    Ledger ledger = Ledger.read(ledgers, project);
    List<Row> rows = new ArrayList<>();
    for (Row row : ledger.rows()) {
      Row verdict = verdicts.remove(row.id());
      rows.add(verdict == null ? row : row.judged(verdict.verdict(), verdict.why()));
    }
    verdicts.keySet().forEach(id -> problems.add(project + ":" + id + ": no such row"));
    if (!rows.equals(ledger.rows())) {
      new Ledger(project, rows, ledger.past()).write(ledgers);
    }
  }

  /** Does something to the ledgers while nobody else does. */
  static void alone(Path ledgers, Runnable work) {
    Path file = ledgers.resolve(".lock");
    try {
      Files.createDirectories(ledgers);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        FileLock lock = channel.lock();
        try {
          work.run();
        } finally {
          lock.release();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
