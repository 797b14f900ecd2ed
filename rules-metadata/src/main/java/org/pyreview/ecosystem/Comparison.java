package org.pyreview.ecosystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs of several projects changed, as text. */
final class Comparison {

  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> projects = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final List<String> worse = new ArrayList<>();

  /** Adds what became of a project. */
  void add(Ledger.Change change, Scan scan) {
    String project = change.ledger().project();
    List<Row> rows = change.ledger().rows();
    change.added().forEach(row -> count(project, row, 0, "new"));
    change.gone().forEach(row -> count(project, row, 1, "gone"));
    change.back().forEach(row -> count(project, row, 0, "back"));
    rows.stream().filter(row -> !row.isRead()).forEach(row -> counts(project, row)[2]++);
    rows.forEach(row -> counts(project, row)[3]++);
    projects.add(
        "%-42s %6d %8d %7d %8.2f %7d %5d %5d"
            .formatted(
                project,
                scan.files(),
                scan.lines(),
                rows.size(),
                1000.0 * rows.size() / Math.max(1, scan.lines()),
                rows.stream().filter(row -> !row.isRead()).count(),
                change.added().size() + change.back().size(),
                change.gone().size()));
  }

  private int[] counts(String project, Row row) {
    return counts.computeIfAbsent(row.rule() + "\t" + project, key -> new int[4]);
  }

  private void count(String project, Row row, int column, String what) {
    counts(project, row)[column]++;
    String verdict = row.isRead() ? " (" + row.verdict() + ": " + row.why() + ")" : "";
    details.add(
        "%s %s %s [%s] %s%s"
            .formatted(what, project, row.path(), row.rule(), row.message(), verdict));
    boolean isWorse =
        column == 1 ? row.verdict() == Verdict.TRUE : row.isRead() && row.verdict() != Verdict.TRUE;
    if (isWorse) {
      worse.add(details.get(details.size() - 1));
    }
  }

  /** Every new and every gone row. */
  String details() {
    return String.join("\n", details) + "\n";
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\n");
    text.append(
        "%-50s %-42s %5s %5s %6s %6s%n"
            .formatted("rule", "project", "new", "gone", "unread", "all"));
    counts.forEach(
        (key, count) -> {
          String[] names = key.split("\t");
          if (count[0] + count[1] + count[2] > 0) {
            text.append(
                "%-50s %-42s %5d %5d %6d %6d%n"
                    .formatted(names[0], names[1], count[0], count[1], count[2], count[3]));
          }
        });
    text.append(
        "%n%-42s %6s %8s %7s %8s %7s %5s %5s%n"
            .formatted("project", "files", "lines", "issues", "per 1000", "unread", "new", "gone"));
    projects.forEach(line -> text.append(line).append('\n'));
    if (!worse.isEmpty()) {
      text.append("\n!!! ")
          .append(worse.size())
          .append(" issues that were read as true are gone, or as something else are back:\n");
      worse.forEach(line -> text.append("!!! ").append(line).append('\n'));
    }
    return text.toString();
  }
}
