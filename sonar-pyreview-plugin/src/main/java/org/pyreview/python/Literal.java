package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.ListLiteral;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.SetLiteral;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.Tuple;

/** Values that are written in the code. */
public final class Literal {

  private static final int MOST_VARIABLES = 4;

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

  /** A number that is written out, or a sum or product of such; constants of the file count. */
  public static Optional<Double> number(Expression expression) {
    return number(expression, MOST_VARIABLES);
  }

  /**
   * @param variables how many may stand behind each other: {@code LIMIT = LIMIT + 1} has no end
   */
  private static Optional<Double> number(Expression expression, int variables) {
    if (expression instanceof Name variable) {
      return variables == 0
          ? Optional.empty()
          : AssignedValue.of(variable).flatMap(value -> number(value, variables - 1));
    }
    if (expression instanceof NumericLiteral literal) {
      try {
        return Optional.of(Double.valueOf(literal.valueAsString().replace("_", "")));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    if (expression instanceof ParenthesizedExpression inner) {
      return number(inner.expression(), variables);
    }
    if (expression instanceof BinaryExpression binary
        && binary.is(Tree.Kind.MULTIPLICATION, Tree.Kind.PLUS)) {
      return number(binary.leftOperand(), variables)
          .flatMap(
              left ->
                  number(binary.rightOperand(), variables)
                      .map(right -> binary.is(Tree.Kind.PLUS) ? left + right : left * right));
    }
    return Optional.empty();
  }

  /** The value that a dictionary holds under a string. */
  public static Optional<Expression> entry(DictionaryLiteral dictionary, String key) {
    return dictionary.elements().stream()
        .filter(KeyValuePair.class::isInstance)
        .map(KeyValuePair.class::cast)
        .filter(pair -> string(pair.key()).filter(key::equals).isPresent())
        .map(KeyValuePair::value)
        .findFirst();
  }

  /** The elements of a list, tuple or set that is written out. */
  public static Optional<List<Expression>> elements(Expression list) {
    if (list instanceof ListLiteral literal) {
      return Optional.of(literal.elements().expressions());
    }
    if (list instanceof Tuple tuple) {
      return Optional.of(tuple.elements());
    }
    return list instanceof SetLiteral set ? Optional.of(set.elements()) : Optional.empty();
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
