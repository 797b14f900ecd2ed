package org.pyreview.frameworks.passwords;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Literal;
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

/**
 * A hash that code only looks things up with, the key of a dictionary in memory, or that it signs
 * and encrypts with: a setting.
 */
public final class HashedKey {

  private static final Set<String> LOOKING_UP = Set.of("get", "pop", "setdefault");

  /** {@code sha256(data).hexdigest()} is a call on a call. */
  private static final int DEEPEST = 6;

  private static final Pattern SETTING = Pattern.compile("(?:[A-Z0-9]+_)+KEY");

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
        return isSetting(assignment)
            || assignment.lhsExpressions().size() == 1
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
    return !reads.isEmpty()
        && reads.stream().allMatch(read -> isLookup(read) || becomesSetting(read));
  }

  /** {@code SECRET_KEY = digest.hexdigest()}. */
  private static boolean becomesSetting(Tree read) {
    Tree value = read;
    for (int depth = 0; depth < DEEPEST && value != null; depth++) {
      value = value.parent();
      if (value instanceof AssignmentStatement assignment) {
        return isSetting(assignment);
      }
    }
    return false;
  }

  /** Whether something is kept as a setting that signs or encrypts: {@code SECRET_KEY}. */
  private static boolean isSetting(AssignmentStatement assignment) {
    return assignment.lhsExpressions().size() == 1
        && SETTING.matcher(nameOf(target(assignment.lhsExpressions().get(0)))).matches();
  }

  private static String nameOf(Tree target) {
    if (target instanceof SubscriptionExpression item) {
      return Literal.string(item.subscripts().expressions().get(0)).orElse("");
    }
    return target instanceof Name || target instanceof QualifiedExpression
        ? target.lastToken().value()
        : "";
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
