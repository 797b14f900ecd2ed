package org.pyreview.frameworks.requests;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * Things that live in one process, such as browsers, sockets and threads: no database keeps them,
 * and a list of them is worth nothing elsewhere.
 */
final class LiveObjects {

  /** Functions and methods that give plain data. */
  private static final Set<String> PLAIN =
      Set.of(
          "get",
          "getlist",
          "get_json",
          "json",
          "loads",
          "dumps",
          "dict",
          "list",
          "set",
          "str",
          "int",
          "float",
          "bool",
          "len",
          "copy",
          "format",
          "join",
          "strip",
          "split",
          "lower",
          "upper",
          "now",
          "utcnow",
          "today",
          "time",
          "timestamp",
          "isoformat",
          "uuid4",
          "token_hex",
          "token_urlsafe",
          "token_bytes",
          "randint",
          "choice",
          "hexdigest",
          "deque",
          "defaultdict",
          "Counter",
          "model_dump",
          "to_dict");

  private LiveObjects() {}

  /** Whether a container of the file holds such things, or says where they are. */
  static boolean areIn(Name container) {
    return PythonModule.readsOf(container).stream()
        .flatMap(use -> entry(use).stream())
        .anyMatch(each -> isLive(each.assignedValue()) || isKeyOfLive(each));
  }

  /** {@code container[key] = value}. */
  private static Optional<AssignmentStatement> entry(Tree use) {
    return use.parent() instanceof SubscriptionExpression item
            && item.object() == use
            && item.parent() != null
            && item.parent().parent() instanceof AssignmentStatement assignment
            && assignment.assignedValue() != item
        ? Optional.of(assignment)
        : Optional.empty();
  }

  private static boolean isLive(Expression written) {
    Expression value = AssignedValue.behind(written);
    Expression made = value instanceof AwaitExpression waited ? waited.expression() : value;
    return made instanceof CallExpression call
        && !PLAIN.contains(call.callee().lastToken().value());
  }

  /** Whether the value is the key of something live that the same function keeps. */
  private static boolean isKeyOfLive(AssignmentStatement entry) {
    if (!(entry.assignedValue() instanceof Name key)) {
      return false;
    }
    return Ancestors.function(entry).stream()
        .flatMap(function -> Descendants.of(function.body(), AssignmentStatement.class))
        .anyMatch(each -> keys(each).anyMatch(key.name()::equals) && isLive(each.assignedValue()));
  }

  private static Stream<String> keys(AssignmentStatement assignment) {
    return assignment.lhsExpressions().stream()
        .flatMap(each -> each.expressions().stream())
        .filter(SubscriptionExpression.class::isInstance)
        .map(each -> SourceText.of(((SubscriptionExpression) each).subscripts()));
  }
}
