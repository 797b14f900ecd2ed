package org.pyreview.ecosystem;

import java.util.Collection;

/**
 * How many of some issues were read, and what of.
 *
 * @param issues in all
 */
public record Tally(int issues, int right, int pedantic, int wrong) {

  static Tally of(Collection<Row> rows) {
    return new Tally(
        rows.size(),
        count(rows, Verdict.TRUE),
        count(rows, Verdict.PEDANTIC),
        count(rows, Verdict.FALSE));
  }

  private static int count(Collection<Row> rows, Verdict verdict) {
    return (int) rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** How many were read. */
  public int read() {
    return right + pedantic + wrong;
  }

  /** How many of 100 that were read are of a kind. */
  public double percent(int kind) {
    return 100.0 * kind / Math.max(1, read());
  }

  /** The numbers as columns of a table: issues, read, true, pedantic, false. */
  public String columns() {
    return "%d | %d | %s | %d | %d"
        .formatted(
            issues,
            read(),
            read() == 0 ? "0" : "%d (%.0f %%)".formatted(right, percent(right)),
            pedantic,
            wrong);
  }
}
