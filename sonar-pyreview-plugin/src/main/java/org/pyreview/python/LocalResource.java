package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FinallyClause;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.WithItem;

/** Something that has to be closed, in a variable of one function. */
public final class LocalResource {

  private final Name variable;
  private final Tree function;
  private final List<Tree> uses;

  private LocalResource(Name variable, Tree function) {
    this.variable = variable;
    this.function = function;
    this.uses = PythonModule.readsOf(variable);
  }

  /** The variable of a function that gets the value, if nothing else gives it another. */
  public static Optional<LocalResource> heldBy(Expression value) {
    Tree function = functionOf(value);
    return target(value)
        .filter(name -> function != null)
        .filter(name -> SymbolUses.of(name).bindings().size() == 1)
        .map(name -> new LocalResource(name, function));
  }

  private static Optional<Name> target(Expression value) {
    if (value.parent() instanceof AssignmentStatement assignment
        && assignment.lhsExpressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name name) {
      return Optional.of(name);
    }
    return value.parent() instanceof AnnotatedAssignment assignment
            && assignment.variable() instanceof Name name
        ? Optional.of(name)
        : Optional.empty();
  }

  private static FunctionDef functionOf(Tree node) {
    return Ancestors.function(node).orElse(null);
  }

  /** Its name in the code. */
  public String name() {
    return variable.name();
  }

  /** Whether something outside the function may get hold of it. */
  public boolean escapes() {
    return uses.stream().anyMatch(this::escapesAt);
  }

  private boolean escapesAt(Tree use) {
    if (functionOf(use) != function) {
      return true;
    }
    Tree parent = use.parent();
    boolean isMethodCall =
        parent instanceof QualifiedExpression member
            && member.qualifier() == use
            // The number of the open file goes to the operating system.
            && !member.name().name().equals("fileno")
            && (!(member.parent() instanceof CallExpression call) || call.callee() == member)
            && !isHandedOut(member);
    boolean isLoop =
        parent instanceof ForStatement loop && loop.testExpressions().contains((Expression) use);
    boolean isComprehension = parent.is(Tree.Kind.COMP_FOR);
    boolean isTest = parent.is(Tree.Kind.NOT, Tree.Kind.IF_STMT, Tree.Kind.IS, Tree.Kind.IN);
    return !isMethodCall && !isLoop && !isComprehension && !isTest && !(parent instanceof WithItem);
  }

  /** Whether the method itself, rather than its result, goes somewhere: {@code iter(f.read)}. */
  private static boolean isHandedOut(QualifiedExpression member) {
    return !(member.parent() instanceof CallExpression)
        && member.parent().is(Tree.Kind.REGULAR_ARGUMENT, Tree.Kind.RETURN_STMT);
  }

  /** Whether a with statement or a finally clause closes it, whatever happens. */
  public boolean isReleased() {
    return uses.stream().anyMatch(LocalResource::isReleasedAt);
  }

  private static boolean isReleasedAt(Tree use) {
    if (use.parent() instanceof WithItem) {
      return true;
    }
    return Ancestors.of(use)
        .takeWhile(each -> !each.is(Tree.Kind.FUNCDEF))
        .anyMatch(FinallyClause.class::isInstance);
  }
}
