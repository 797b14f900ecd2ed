package org.pyreview.frameworks.passwords;

import java.util.List;
import java.util.Set;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ExpressionList;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/** A hash that a function only looks things up with: the key of a dictionary in memory. */
public final class HashedKey {

  private static final Set<String> LOOKING_UP = Set.of("get", "pop", "setdefault");

  /** {@code sha256(data).hexdigest()} is a call on a call. */
  private static final int DEEPEST = 6;

  private HashedKey() {}

  /**
   * Whether what comes of a call is a key and nothing else.
   *
   * @param hash a call that hashes
   * @return false if it isn't kept in a variable first, or the variable is used otherwise, too
   */
  public static boolean isMadeBy(CallExpression hash) {
    Tree value = hash;
    for (int depth = 0; depth < DEEPEST && value != null; depth++) {
      value = value.parent();
      if (value instanceof AssignmentStatement assignment) {
        return assignment.lhsExpressions().size() == 1
            && target(assignment.lhsExpressions().get(0)) instanceof Name variable
            && isKey(variable);
      }
    }
    return false;
  }

  private static Tree target(ExpressionList targets) {
    return targets.expressions().size() == 1 ? targets.expressions().get(0) : targets;
  }

  private static boolean isKey(Name variable) {
    List<Tree> reads = PythonModule.readsOf(variable);
    return !reads.isEmpty() && reads.stream().allMatch(HashedKey::isLookup);
  }

  private static boolean isLookup(Tree read) {
    Tree parent = read.parent();
    if (parent instanceof InExpression contained) {
      return contained.leftOperand() == read;
    }
    if (parent instanceof ExpressionList keys) {
      return keys.parent() instanceof SubscriptionExpression item && item.subscripts() == keys;
    }
    return parent instanceof RegularArgument argument
        && argument.keywordArgument() == null
        && argument.parent() != null
        && argument.parent().parent() instanceof CallExpression call
        && call.callee() instanceof QualifiedExpression method
        && LOOKING_UP.contains(method.name().name())
        && call.arguments().get(0) == argument;
  }
}
