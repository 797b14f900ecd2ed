package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.Tuple;

/**
 * A call of {@code mkstemp()} whose open descriptor nobody keeps.
 *
 * @param call the call
 * @param descriptor the variable that gets it and is never read; empty if there is none
 * @see <a href="https://docs.python.org/3/library/tempfile.html#tempfile.mkstemp">mkstemp</a>
 */
public record DescriptorLeak(CallExpression call, Optional<Name> descriptor) {

  private static final Set<String> MKSTEMP = Set.of("tempfile.mkstemp");

  /** The leak that a call is; empty if it is none. */
  public static Optional<DescriptorLeak> of(CallExpression call, PythonModule module) {
    if (!module.isNamed(call.callee(), MKSTEMP)) {
      return Optional.empty();
    }
    Tree parent = call.parent();
    if (parent instanceof SubscriptionExpression item
        && item.object() == call
        && SourceText.of(item.subscripts()).equals("1")) {
      return Optional.of(new DescriptorLeak(call, Optional.empty()));
    }
    if (parent instanceof AssignmentStatement assignment && assignment.assignedValue() == call) {
      return targets(assignment)
          .filter(names -> names.size() == 2 && names.get(0) instanceof Name)
          .map(names -> (Name) names.get(0))
          .filter(name -> name.symbol() != null && PythonModule.readsOf(name).isEmpty())
          .map(name -> new DescriptorLeak(call, Optional.of(name)));
    }
    return Optional.empty();
  }

  private static Optional<List<Expression>> targets(AssignmentStatement assignment) {
    List<Expression> written = assignment.lhsExpressions().get(0).expressions();
    return written.size() == 1 && written.get(0) instanceof Tuple tuple
        ? Optional.of(tuple.elements())
        : Optional.of(written);
  }
}
