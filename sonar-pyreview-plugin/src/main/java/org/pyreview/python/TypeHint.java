package org.pyreview.python;

import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/** What an annotation says about a type. */
public record TypeHint(Expression expression) {

  private static final Set<String> OPTIONAL = Set.of("typing.Optional", "Optional");

  public static TypeHint of(Expression annotation) {
    return new TypeHint(annotation);
  }

  /** The hint inside the brackets of a generic with one of these names and one parameter. */
  public Optional<TypeHint> parameterOf(Set<String> generics, PythonModule module) {
    if (expression instanceof SubscriptionExpression item
        && module.isNamed(item.object(), generics)
        && item.subscripts().expressions().size() == 1) {
      return Optional.of(new TypeHint(item.subscripts().expressions().get(0)));
    }
    return Optional.empty();
  }

  /** Whether it is this builtin type, {@code Optional} of it, or a union of it with None. */
  public boolean isOrOptional(String builtin) {
    if (expression instanceof Name name) {
      return name.name().equals(builtin);
    }
    if (expression instanceof SubscriptionExpression item
        && OPTIONAL.contains(SourceText.of(item.object()))
        && item.subscripts().expressions().size() == 1) {
      return new TypeHint(item.subscripts().expressions().get(0)).isOrOptional(builtin);
    }
    if (expression instanceof BinaryExpression union && expression.is(Tree.Kind.BITWISE_OR)) {
      return isUnionWithNone(union.leftOperand(), union.rightOperand(), builtin)
          || isUnionWithNone(union.rightOperand(), union.leftOperand(), builtin);
    }
    return false;
  }

  private static boolean isUnionWithNone(Expression one, Expression other, String builtin) {
    return other.is(Tree.Kind.NONE) && new TypeHint(one).isOrOptional(builtin);
  }
}
