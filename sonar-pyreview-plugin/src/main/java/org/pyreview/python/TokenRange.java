package org.pyreview.python;

import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * From one token to the end of another, which may be a string over several lines.
 *
 * @param line first line, from 1
 * @param column offset in the first line, from 0
 * @param endLine last line
 * @param endColumn offset behind the last character
 */
public record TokenRange(int line, int column, int endLine, int endColumn) {

  public static TokenRange of(Tree tree) {
    return of(tree, tree);
  }

  /** From the start of one node to the end of another. */
  public static TokenRange of(Tree from, Tree to) {
    Token first = from.firstToken();
    Token last = to.lastToken();
    String text = last.value();
    int breaks = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (SourceLines.endsLine(text, i)) {
        breaks++;
        start = i + 1;
      }
    }
    return new TokenRange(
        first.line(),
        first.column(),
        last.line() + breaks,
        breaks == 0 ? last.column() + text.length() : text.length() - start);
  }

  @Override
  public String toString() {
    return line + ":" + column + "-" + endLine + ":" + endColumn;
  }
}
