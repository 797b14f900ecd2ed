package org.pyreview.project;

import java.util.List;
import org.pyreview.python.TokenRange;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A range in a file; an empty one stands for its line.
 *
 * @param line first line, from 1
 * @param column offset in the first line, from 0
 * @param endLine last line
 * @param endColumn offset behind the last character
 */
public record Place(int line, int column, int endLine, int endColumn) {

  public static Place of(Tree tree) {
    TokenRange range = TokenRange.of(tree);
    return new Place(range.line(), range.column(), range.endLine(), range.endColumn());
  }

  /** A range within one line. */
  public static Place inLine(int line, int column, int length) {
    return new Place(line, column, line, column + length);
  }

  /** Where a word first stands in a line of a text; the line if it doesn't. */
  public static Place ofWord(String word, int line, String text) {
    String written = text.lines().skip(line - 1L).findFirst().orElse("");
    int column = written.indexOf(word);
    return column < 0 ? inLine(line, 0, 0) : inLine(line, column, word.length());
  }

  /** The first line of a text that says something; the first one if none does. */
  public static Place firstLine(String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        return inLine(i + 1, 0, lines.get(i).stripTrailing().length());
      }
    }
    return inLine(1, 0, 0);
  }

  boolean isEmpty() {
    return line == endLine && column == endColumn;
  }

  @Override
  public String toString() {
    return line + ":" + column + "-" + endLine + ":" + endColumn;
  }
}
