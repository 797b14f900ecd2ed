package org.pyreview.python;

import java.util.Optional;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

/** Values that are written in the code. */
public final class Literal {

  private Literal() {}

  /** The text of a string literal; empty for f-strings, bytes and everything else. */
  public static Optional<String> string(Expression expression) {
    if (!(expression instanceof StringLiteral literal)) {
      return Optional.empty();
    }
    boolean plain =
        literal.stringElements().stream()
            .map(StringElement::prefix)
            .noneMatch(prefix -> prefix.matches("(?i).*[fbt].*"));
    return plain ? Optional.of(literal.trimmedQuotesValue()) : Optional.empty();
  }

  /** {@code True} or {@code False}. */
  public static Optional<Boolean> bool(Expression expression) {
    if (expression.is(Tree.Kind.NAME)) {
      return switch (((Name) expression).name()) {
        case "True" -> Optional.of(true);
        case "False" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }
}
