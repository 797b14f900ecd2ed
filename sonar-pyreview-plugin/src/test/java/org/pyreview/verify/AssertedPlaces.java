package org.pyreview.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.AnalysedProject.Range;

/**
 * The places that a fixture asserts, so that no issue is without one. A mark {@code ^^^} stands
 * below the line and is the verifier's; a range stands behind a message, where a line more would
 * change the file, or where a line has several issues: {@code [[5-12]]} says the first and the last
 * column, from 1, {@code [[5-+2:7]]} that the last one is two lines below, and {@code [[line]]}
 * that the line is shown, which has no text.
 */
final class AssertedPlaces {

  private static final Pattern MESSAGE = Pattern.compile("\\{\\{.*?\\}\\}");
  private static final Pattern NONCOMPLIANT =
      Pattern.compile("#\\s*Noncompliant(?:@([+-]\\d+))?(.*)$");
  private static final Pattern MARKS = Pattern.compile("(?:^|\\s|\\{)#\\s*(\\^.*)$");
  private static final Pattern MARK =
      Pattern.compile("\\^(?:\\[[^\\]]*\\]|\\^*)\\s*(?:\\d+)?\\s*([<>]?)");
  static final Pattern RANGE =
      Pattern.compile("\\s*\\[\\[(?:line|(\\d+)-(?:\\+(\\d+):)?(\\d+))\\]\\]");

  /** How many primary marks stand below a line. */
  private final Map<String, Integer> marks = new TreeMap<>();

  /** The ranges behind messages, by the line they are about. */
  private final Map<String, List<String>> ranges = new TreeMap<>();

  /** Reads the comments of a file. */
  void addComments(String path, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher noncompliant = NONCOMPLIANT.matcher(line);
      Matcher comment = MARKS.matcher(MESSAGE.matcher(line).replaceAll(""));
      if (noncompliant.find()) {
        int shift = noncompliant.group(1) == null ? 0 : Integer.parseInt(noncompliant.group(1));
        addRanges(path, i + 1 + shift, noncompliant.group(2));
      } else if (comment.find()) {
        Matcher mark = MARK.matcher(comment.group(1));
        while (mark.find()) {
          if (mark.group(1).isEmpty()) {
            marks.merge(path + ":" + i, 1, Integer::sum);
          }
        }
      }
    }
  }

  /** Reads what stands behind a message. */
  void addRanges(String path, int line, String text) {
    Matcher range = RANGE.matcher(text);
    while (range.find()) {
      ranges
          .computeIfAbsent(path + ":" + line, unused -> new ArrayList<>())
          .add(range.group().strip());
    }
  }

  /** A comment as the verifier knows them. */
  static String withoutRanges(String comment) {
    return RANGE.matcher(comment).replaceAll("");
  }

  /** What is wrong with the places of issues; the verifier compares the marks. */
  List<String> complaints(List<Found> issues) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Found issue : issues) {
      if (issue.path().isPresent()) {
        String line = issue.path().get() + ":" + issue.range().line();
        found.computeIfAbsent(line, unused -> new ArrayList<>()).add(text(issue.range()));
      }
    }
    List<String> complaints = new ArrayList<>();
    found.forEach(
        (line, places) -> {
          List<String> asserted = ranges.getOrDefault(line, List.of());
          boolean isMarked = asserted.isEmpty() && places.size() == marks.getOrDefault(line, 0);
          if (!isMarked && !sorted(asserted).equals(sorted(places))) {
            complaints.add(
                "%s is reported at %s, asserted is %s".formatted(line, places, asserted));
          }
        });
    return complaints;
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  /** A range as a fixture writes it. */
  static String text(Range range) {
    if (range.line() == range.endLine() && range.column() == range.endColumn()) {
      return "[[line]]";
    }
    return range.line() == range.endLine()
        ? "[[%d-%d]]".formatted(range.column() + 1, range.endColumn())
        : "[[%d-+%d:%d]]"
            .formatted(range.column() + 1, range.endLine() - range.line(), range.endColumn());
  }
}
