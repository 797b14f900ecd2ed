package org.pyreview.ecosystem;

import java.util.Comparator;
import java.util.List;

/**
 * A row of a ledger: one issue.
 *
 * @param rule key
 * @param path of the file; {@code (project)} for an issue about the project
 * @param line hash of the line and its neighbours; from the second issue of a rule at such lines on
 *     with {@code #} and its number
 * @param message what the rule says
 * @param verdict of who read it
 * @param why the verdict, in a few words
 */
public record Row(
    String rule, String path, String line, String message, Verdict verdict, String why) {

  static final List<String> FIELDS = List.of("rule", "file", "line", "message", "verdict", "why");

  static final Comparator<Row> ORDER =
      Comparator.comparing(Row::path)
          .thenComparing(Row::rule)
          .thenComparing(Row::hash)
          .thenComparingInt(Row::number);

  static Row of(List<String> fields) {
    return new Row(
        fields.get(0),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        Verdict.of(fields.get(4)),
        fields.get(5));
  }

  List<String> fields() {
    return List.of(rule, path, line, message, verdict.toString(), why);
  }

  boolean isRead() {
    return verdict != Verdict.UNREAD;
  }

  /** The hash of the line without the number. */
  String hash() {
    return line.replaceFirst("#.*", "");
  }

  /** Counts the rows of a group from 1, in the order of their lines. */
  int number() {
    return line.contains("#") ? Integer.parseInt(line.substring(line.indexOf('#') + 1)) : 1;
  }

  /** What issues have in common that nothing but their message tells apart. */
  String group() {
    return rule + "\t" + path + "\t" + hash();
  }

  /** Names the row within its ledger. */
  String id() {
    return Place.digest(rule + "\t" + path + "\t" + line);
  }

  Row numbered(int number) {
    return new Row(rule, path, number == 1 ? hash() : hash() + "#" + number, message, verdict, why);
  }

  Row judged(Verdict newVerdict, String newWhy) {
    return new Row(rule, path, line, message, newVerdict, newWhy);
  }
}
