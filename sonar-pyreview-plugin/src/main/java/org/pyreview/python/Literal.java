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
    Expression value = AssignedValue.behind(expression);
    if (value instanceof NumericLiteral literal) {
      try {
        return Optional.of(Double.valueOf(literal.valueAsString().replace("_", "")));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    if (value instanceof ParenthesizedExpression inner) {
      return number(inner.expression());
    }
    if (value instanceof BinaryExpression binary
        && value.is(Tree.Kind.MULTIPLICATION, Tree.Kind.PLUS)) {
      return number(binary.leftOperand())
          .flatMap(
              left ->
                  number(binary.rightOperand())
                      .map(right -> value.is(Tree.Kind.PLUS) ? left + right : left * right));
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
