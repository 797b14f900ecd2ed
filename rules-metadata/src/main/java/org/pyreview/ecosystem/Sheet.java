package org.pyreview.ecosystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The issues that somebody should read next, with the code around them. */
final class Sheet {

  /** So many issues of a rule are read; all where it has no more. */
  static final int PER_RULE = 15;

  private static final int LINES_AROUND = 6;

  private Sheet() {}

  /** A row and the project it belongs to. */
  record Chosen(String project, Row row) {
    String id() {
      return project + ":" + row.id();
    }
  }

  /**
   * Unread rows of one rule after another, spread evenly over the projects. The same ledgers give
   * the same choice, and reading some of it doesn't change the rest.
   */
  static List<Chosen> choose(List<Ledger> ledgers, Set<String> rules) {
    List<Chosen> all = new ArrayList<>();
    for (String rule : new java.util.TreeSet<>(rules)) {
      Map<String, Integer> taken = new HashMap<>();
      Map<String, List<Row>> unread = new TreeMap<>();
      for (Ledger ledger : ledgers) {
        List<Row> rows = ledger.rows().stream().filter(row -> row.rule().equals(rule)).toList();
        taken.put(ledger.project(), (int) rows.stream().filter(Row::isRead).count());
        unread.put(
            ledger.project(),
            new ArrayList<>(
                rows.stream()
                    .filter(row -> !row.isRead())
                    .sorted(Comparator.comparing(Row::id))
                    .toList()));
      }
      int read = taken.values().stream().mapToInt(Integer::intValue).sum();
      for (int i = read; i < PER_RULE; i++) {
        Optional<String> project =
            unread.keySet().stream()
                .filter(each -> !unread.get(each).isEmpty())
                .min(
                    Comparator.<String>comparingInt(taken::get)
                        .thenComparing(each -> Place.digest(rule + each)));
        if (project.isPresent()) {
          taken.merge(project.get(), 1, Integer::sum);
          all.add(new Chosen(project.get(), unread.get(project.get()).remove(0)));
        }
      }
    }
    return all;
  }

  /**
   * A block for somebody to read.
   *
   * @param checkouts folder of the checkouts
   * @param scan of the project, which knows the line
   */
  static String block(Chosen chosen, Path checkouts, Scan scan) {
    Row row = chosen.row();
    StringBuilder text = new StringBuilder("\n" + chosen.id() + "\n");
    Optional<Scan.Issue> issue = issue(scan, row);
    int line = issue.map(Scan.Issue::line).orElse(0);
    text.append("%s %s:%d\n    %s\n".formatted(row.rule(), row.path(), line, row.message()));
    issue
        .map(Scan.Issue::causes)
        .orElse(List.of())
        .forEach(
            each ->
                text.append(
                    "    + %s:%d %s\n".formatted(each.path(), each.line(), each.message())));
    if (line > 0) {
      text.append(code(checkouts.resolve(chosen.project()).resolve(row.path()), line));
    }
    return text.toString();
  }

  private static Optional<Scan.Issue> issue(Scan scan, Row row) {
    List<Scan.Issue> same =
        scan.issues().stream().filter(each -> each.row().group().equals(row.group())).toList();
    return same.isEmpty()
        ? Optional.empty()
        : Optional.of(same.get(Math.min(row.number(), same.size()) - 1));
  }

  private static String code(Path file, int line) {
    try {
      List<String> lines = Files.readString(file).lines().toList();
      StringBuilder text = new StringBuilder();
      int last = Math.min(lines.size(), line + LINES_AROUND);
      for (int at = Math.max(1, line - LINES_AROUND); at <= last; at++) {
        text.append("%s%5d  %s\n".formatted(at == line ? ">" : " ", at, lines.get(at - 1)));
      }
      return text.toString();
    } catch (IOException e) {
      return "    (not readable: " + e + ")\n";
    }
  }
}
