package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ConditionalExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.WhileStatement;

/** What the code around an expression does with its value. */
public final class ValueUse {

  private static final Set<String> CAPITALS = Set.of("True", "False", "None");

  private final Expression expression;

  private ValueUse(Expression expression) {
    this.expression = expression;
  }

  /** The use of an expression; parentheses around it don't count. */
  public static ValueUse of(Expression expression) {
    Expression outermost = expression;
    while (outermost.parent() != null && outermost.parent().is(Tree.Kind.PARENTHESIZED)) {
      outermost = (Expression) outermost.parent();
    }
    return new ValueUse(outermost);
  }

  /** The call of this function whose only argument the value is. */
  public Optional<CallExpression> argumentOf(String function) {
    if (expression.parent() instanceof RegularArgument argument
        && argument.parent() != null
        && argument.parent().parent() instanceof CallExpression call
        && call.arguments().size() == 1
        && call.callee() instanceof Name callee
        && callee.name().equals(function)) {
      return Optional.of(call);
    }
    return Optional.empty();
  }

  /** Whether the value is the whole test of an if, while or conditional, maybe negated. */
  public boolean isTested() {
    Tree condition = expression;
    Tree parent = expression.parent();
    while (parent != null && parent.is(Tree.Kind.NOT, Tree.Kind.PARENTHESIZED)) {
      condition = parent;
      parent = parent.parent();
    }
    if (parent instanceof IfStatement statement) {
      return statement.condition() == condition;
    }
    if (parent instanceof WhileStatement statement) {
      return statement.condition() == condition;
    }
    return parent instanceof ConditionalExpression conditional
        && conditional.condition() == condition;
  }

  /** Whether the value is stored unchanged: in a variable, an attribute or a dictionary. */
  public boolean isKept() {
    return targetName().isPresent();
  }

  /** Whether it is the value of a dictionary that is written out. */
  public boolean isEntry() {
    return target().filter(key -> key.parent() instanceof KeyValuePair).isPresent();
  }

  /** Whether it is the left side of {@code … or True} or {@code … or False}. */
  public boolean isOrBoolean() {
    return expression.parent() instanceof BinaryExpression or
        && or.is(Tree.Kind.OR)
        && or.leftOperand() == expression
        && Literal.bool(or.rightOperand()).isPresent();
  }

  /** Name of the variable, attribute or dictionary key the value is stored under. */
  public Optional<String> targetName() {
    return target().flatMap(ValueUse::nameOf);
  }

  /**
   * Whether the variable that holds the value is compared, called on or passed on somewhere: then
   * that place may parse it.
   */
  public boolean targetIsParsedLater() {
    return target()
        .filter(Name.class::isInstance)
        .filter(name -> isParsedSomewhere((Name) name))
        .isPresent();
  }

  /** The argument that the value is. */
  public Optional<RegularArgument> argument() {
    return expression.parent() instanceof RegularArgument argument
        ? Optional.of(argument)
        : Optional.empty();
  }

  /** Whether it is calculated with or compared by size. */
  public boolean isOperand() {
    Tree parent = expression.parent();
    return parent instanceof BinaryExpression
        && parent.is(
            Tree.Kind.PLUS,
            Tree.Kind.MINUS,
            Tree.Kind.MULTIPLICATION,
            Tree.Kind.DIVISION,
            Tree.Kind.FLOOR_DIVISION,
            Tree.Kind.MODULO,
            Tree.Kind.COMPARISON);
  }

  private static boolean isParsedSomewhere(Name variable) {
    SymbolUses uses = SymbolUses.of(variable);
    return uses.once(
        "parsed", () -> uses.all().stream().map(Usage::tree).anyMatch(ValueUse::isParsedAt));
  }

  private static boolean isParsedAt(Tree usage) {
    Tree parent = usage.parent();
    return parent instanceof RegularArgument
        || (parent instanceof QualifiedExpression attribute && attribute.qualifier() == usage)
        || (parent != null && parent.is(Tree.Kind.COMPARISON, Tree.Kind.IN, Tree.Kind.IS));
  }

  private Optional<Tree> target() {
    Tree value = expression;
    if (value.parent() instanceof BinaryExpression or
        && or.is(Tree.Kind.OR)
        && or.leftOperand() == value
        && or.rightOperand() instanceof Name constant
        && CAPITALS.contains(constant.name())) {
      value = ValueUse.of(or).expression;
    }
    Tree parent = value.parent();
    if (parent instanceof AssignmentStatement assignment && assignment.assignedValue() == value) {
      List<Expression> targets = assignment.lhsExpressions().get(0).expressions();
      return targets.size() == 1 ? Optional.of(targets.get(0)) : Optional.empty();
    }
    if (parent instanceof AnnotatedAssignment assignment && assignment.assignedValue() == value) {
      return Optional.of(assignment.variable());
    }
    if (parent instanceof KeyValuePair pair && pair.value() == value) {
      return Optional.ofNullable(pair.key());
    }
    return Optional.empty();
  }

  private static Optional<String> nameOf(Tree target) {
    if (target instanceof Name name) {
      return Optional.of(name.name());
    }
    if (target instanceof QualifiedExpression attribute) {
      return Optional.of(attribute.name().name());
    }
    if (target instanceof SubscriptionExpression item
        && item.subscripts().expressions().size() == 1) {
      return Literal.string(item.subscripts().expressions().get(0));
    }
    return target instanceof Expression key ? Literal.string(key) : Optional.empty();
  }
}
