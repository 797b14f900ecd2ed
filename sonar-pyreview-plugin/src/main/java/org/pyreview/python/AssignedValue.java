package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;

/** What a variable of a file holds, where it gets a value in one place only. */
public final class AssignedValue {

  private AssignedValue() {}

  /** The only value of a variable; empty for parameters, imports and those with several. */
  public static Optional<Expression> of(Name variable) {
    List<Usage> bindings = SymbolUses.of(variable).bindings();
    return bindings.size() == 1 ? valueAt(bindings.get(0)) : Optional.empty();
  }

  private static Optional<Expression> valueAt(Usage binding) {
    Tree parent = binding.tree().parent();
    if (parent instanceof AnnotatedAssignment assignment
        && assignment.variable() == binding.tree()) {
      return Optional.ofNullable(assignment.assignedValue());
    }
    boolean isPlain =
        binding.kind() == Usage.Kind.ASSIGNMENT_LHS
            && parent != null
            && parent.parent() instanceof AssignmentStatement;
    if (!isPlain) {
      return Optional.empty();
    }
    AssignmentStatement assignment = (AssignmentStatement) parent.parent();
    boolean isOnlyTarget =
        assignment.lhsExpressions().stream().allMatch(each -> each.expressions().size() == 1);
    return isOnlyTarget ? Optional.of(assignment.assignedValue()) : Optional.empty();
  }

  /** The expression, or what the variable that it is holds. */
  public static Expression behind(Expression expression) {
    return expression instanceof Name variable ? of(variable).orElse(expression) : expression;
  }
}
