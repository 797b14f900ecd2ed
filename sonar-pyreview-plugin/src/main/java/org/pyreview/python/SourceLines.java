package org.pyreview.python;

import java.util.Arrays;
import java.util.Optional;

/** The lines of a text as SonarQube counts them: ended by LF, CR LF or CR, and by nothing else. */
final class SourceLines {

  /** Offsets of the first character of each line, and one behind the end. */
  private final int[] starts;

  private final String text;

  private SourceLines(String text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  static SourceLines of(String text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i)) {
        starts = lines + 1 < starts.length ? starts : Arrays.copyOf(starts, 2 * starts.length);
        starts[lines++] = i + 1;
      }
    }
    starts[lines] = text.length();
    return new SourceLines(text, Arrays.copyOf(starts, lines + 1));
  }

  /** Whether a line ends with this character. */
  static boolean endsLine(String text, int offset) {
    char character = text.charAt(offset);
    return character == '\n'
        || (character == '\r' && !(offset + 1 < text.length() && text.charAt(offset + 1) == '\n'));
  }

  /** Whether there is such a line, counted from 1. */
  boolean hold(int line) {
    return line >= 1 && line < starts.length;
  }

  /** Whether the range lies in the text and is not empty. */
  boolean hold(TokenRange range) {
    return hold(range.line())
        && hold(range.endLine())
        && range.column() >= 0
        && range.column() <= length(range.line())
        && range.endColumn() >= 0
        && range.endColumn() <= length(range.endLine())
        && (range.line() < range.endLine()
            || (range.line() == range.endLine() && range.column() < range.endColumn()));
  }

  /** A line from its start to its end; empty if it has no text or isn't there. */
  Optional<TokenRange> line(int line) {
    return hold(line) && length(line) > 0
        ? Optional.of(new TokenRange(line, 0, line, length(line)))
        : Optional.empty();
  }

  private int length(int line) {
    int end = starts[line];
    while (end > starts[line - 1]
        && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end - starts[line - 1];
  }
}
