package org.pyreview.python;

import java.util.stream.Collectors;
import org.sonar.plugins.python.api.tree.DottedName;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/** The code of a node, as it would be written on one line. */
public final class SourceText {

  private final StringBuilder text = new StringBuilder();
  private Token previous;

  private SourceText() {}

  /** Tokens of the node, with a space where the source has one or a line break. */
  public static String of(Tree node) {
    SourceText source = new SourceText();
    source.append(node);
    return source.text.toString();
  }

  private void append(Tree node) {
    if (node instanceof Token token) {
      if (previous != null && !isAdjacent(token)) {
        text.append(' ');
      }
      text.append(token.value());
      previous = token;
      return;
    }
    if (node instanceof DottedName dotted) {
      // The tree keeps the names of a dotted name and drops its dots.
      text.append(previous == null || isAdjacent(node.firstToken()) ? "" : " ");
      text.append(dotted.names().stream().map(Name::name).collect(Collectors.joining(".")));
      previous = node.lastToken();
      return;
    }
    node.children().forEach(this::append);
  }

  private boolean isAdjacent(Token token) {
    return previous.line() == token.line()
        && previous.column() + previous.value().length() == token.column();
  }
}
