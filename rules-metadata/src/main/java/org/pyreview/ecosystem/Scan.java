package org.pyreview.ecosystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a review of one checkout gave; kept in the build folder, so that it can be compared and read
 * again.
 *
 * @param commit of the checkout
 * @param files number of Python files
 * @param lines of these
 * @param missing number of files that git has and the folder hasn't
 * @param rules that ran
 * @param issues sorted by rule, then as they were found
 * @param failures of single rules
 */
public record Scan(
    String commit,
    int files,
    int lines,
    int missing,
    Set<String> rules,
    List<Issue> issues,
    List<Failure> failures) {

  /**
   * An issue.
   *
   * @param row without verdict
   * @param line from 1; 0 for the project
   */
  public record Issue(Row row, int line, List<Cause> causes) {

    /** By rule, file and line. */
    public static final Comparator<Issue> ORDER =
        Comparator.<Issue, String>comparing(issue -> issue.row.rule())
            .thenComparing(issue -> issue.row.path())
            .thenComparingInt(Issue::line)
            .thenComparing(issue -> issue.row.message());

    /**
     * Makes an issue out of what a rule said.
     *
     * @param path {@code null} for the project
     * @param text lines of the file
     */
    public static Issue of(
        String rule, String path, List<String> text, int line, String message, List<Cause> causes) {
      String plain = Place.plain(message);
      return new Issue(
          new Row(
              rule,
              path == null ? Place.PROJECT : path,
              Place.hash(text, path == null ? 0 : line, plain),
              plain,
              Verdict.UNREAD,
              ""),
          path == null ? 0 : line,
          causes);
    }
  }

  /** A secondary location. */
  public record Cause(String path, int line, String message) {}

  /** A rule that threw. */
  public record Failure(String rule, String message) {}

  /** Reads what {@link #write} wrote. */
  public static Scan read(Path file) {
    String commit = "";
    int[] counts = new int[3];
    Set<String> rules = new TreeSet<>();
    List<Issue> issues = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String each : lines(file)) {
      List<String> row = Table.split(each);
      switch (row.get(0)) {
        case "checkout" -> {
          commit = row.get(1);
          for (int i = 0; i < counts.length; i++) {
            counts[i] = Integer.parseInt(row.get(i + 2));
          }
        }
        case "rule" -> rules.add(row.get(1));
        case "failed" -> failures.add(new Failure(row.get(1), row.get(2)));
        case "issue" ->
            issues.add(
                new Issue(
                    new Row(row.get(1), row.get(2), row.get(3), row.get(5), Verdict.UNREAD, ""),
                    Integer.parseInt(row.get(4)),
                    new ArrayList<>()));
        case "cause" ->
            issues
                .get(issues.size() - 1)
                .causes
                .add(new Cause(row.get(1), Integer.parseInt(row.get(2)), row.get(3)));
        default -> throw new IllegalArgumentException(file + ": " + each);
      }
    }
    return new Scan(commit, counts[0], counts[1], counts[2], rules, issues, failures);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the scan, one thing a line. */
  public void write(Path file) {
    StringBuilder text = new StringBuilder();
    add(text, "checkout", commit, files, lines, missing);
    rules.forEach(rule -> add(text, "rule", rule));
    failures.forEach(failure -> add(text, "failed", failure.rule, failure.message));
    for (Issue issue : issues) {
      Row row = issue.row;
      add(text, "issue", row.rule(), row.path(), row.line(), issue.line, row.message());
      issue.causes.forEach(each -> add(text, "cause", each.path, each.line, each.message));
    }
    Table.write(file, text.toString());
  }

  private static void add(StringBuilder text, Object... fields) {
    text.append(
        String.join(
            "\t", Stream.of(fields).map(field -> Place.plain(String.valueOf(field))).toList()));
    text.append('\n');
  }

  /** This scan with what an earlier one of the same commit knows about rules that didn't run. */
  public Scan over(Scan earlier) {
    if (!earlier.commit.equals(commit)) {
      return this;
    }
    Set<String> all = new TreeSet<>(earlier.rules);
    all.addAll(rules);
    return new Scan(
        commit,
        files,
        lines,
        missing,
        all,
        Stream.concat(
                issues.stream(),
                earlier.issues.stream().filter(issue -> !rules.contains(issue.row.rule())))
            .toList(),
        Stream.concat(
                failures.stream(),
                earlier.failures.stream().filter(each -> !rules.contains(each.rule)))
            .toList());
  }

  /** The issues as rows of a ledger would be. */
  List<Row> rows() {
    return issues.stream().map(Issue::row).toList();
  }
}
