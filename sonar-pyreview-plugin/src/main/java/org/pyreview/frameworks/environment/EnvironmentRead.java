package org.pyreview.frameworks.environment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * An expression that reads an environment variable with the standard library: {@code
 * os.environ.get("X", default)}, {@code os.getenv("X", default)} or {@code os.environ["X"]}.
 *
 * @param expression the whole read
 * @param variable name of the variable
 * @param fallback the second argument
 */
public record EnvironmentRead(
    Expression expression, String variable, Optional<Expression> fallback) {

  private static final Set<String> READERS =
      Set.of("os.environ.get", "os.getenv", "os._Environ.get", "posix.environ.get");
  private static final Set<String> MAPPINGS = Set.of("os.environ");

  /** The read this expression is; empty if it is none or its variable is not a literal. */
  public static Optional<EnvironmentRead> of(Expression expression, PythonModule module) {
    if (expression instanceof CallExpression call && module.isNamed(call.callee(), READERS)) {
      Arguments arguments = Arguments.of(call);
      return arguments
          .at(0, "key")
          .flatMap(Literal::string)
          .map(name -> new EnvironmentRead(call, name, arguments.at(1, "default")));
    }
    if (expression instanceof SubscriptionExpression item
        && expression.is(Tree.Kind.SUBSCRIPTION)
        && module.isNamed(item.object(), MAPPINGS)) {
      List<Expression> keys = item.subscripts().expressions();
      return Literal.string(keys.get(0))
          .filter(name -> keys.size() == 1)
          .map(name -> new EnvironmentRead(item, name, Optional.empty()));
    }
    return Optional.empty();
  }

  /** The value when the variable is not set, if it is {@code True} or {@code False}. */
  public Optional<Boolean> booleanFallback() {
    return fallback.flatMap(Literal::bool);
  }

  /** The value when the variable is not set, if it is a number that is written out. */
  public Optional<NumericLiteral> numericFallback() {
    return fallback.filter(NumericLiteral.class::isInstance).map(NumericLiteral.class::cast);
  }

  /** The value when the variable is not set, if it is a string that is written out. */
  public Optional<String> textFallback() {
    return fallback.flatMap(Literal::string);
  }
}
