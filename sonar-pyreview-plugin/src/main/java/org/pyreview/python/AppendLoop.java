package org.pyreview.python;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.ListLiteral;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/** An empty list and, right behind it, a short loop that does nothing but fill it. */
public final class AppendLoop {

  private static final int LONGEST = 3;

  private final Statement start;
  private final Name list;
  private final ForStatement loop;
  private final CallExpression append;
  private final Expression element;
  private final Optional<Expression> condition;

  private AppendLoop(
      Statement start,
      Name list,
      ForStatement loop,
      CallExpression append,
      Expression element,
      Optional<Expression> condition) {
    this.start = start;
    this.list = list;
    this.loop = loop;
    this.append = append;
    this.element = element;
    this.condition = condition;
  }

  /** What two statements that follow each other do; empty if it is anything else. */
  public static Optional<AppendLoop> of(Statement one, Statement next) {
    return next instanceof ForStatement loop && isSimple(loop)
        ? emptyList(one).flatMap(list -> of(one, list, loop)).filter(AppendLoop::isExpressible)
        : Optional.empty();
  }

  private static boolean isSimple(ForStatement loop) {
    return !loop.isAsync()
        && loop.elseClause() == null
        && loop.body().statements().size() == 1
        && loop.testExpressions().size() == 1;
  }

  private static Optional<Name> emptyList(Statement statement) {
    if (statement instanceof AssignmentStatement assignment
        && assignment.lhsExpressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name name
        && isEmptyList(assignment.assignedValue())) {
      return Optional.of(name);
    }
    return statement instanceof AnnotatedAssignment assignment
            && assignment.variable() instanceof Name name
            && assignment.assignedValue() != null
            && isEmptyList(assignment.assignedValue())
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean isEmptyList(Expression value) {
    return (value instanceof ListLiteral literal && literal.elements().expressions().isEmpty())
        || (value instanceof CallExpression call
            && call.arguments().isEmpty()
            && call.callee() instanceof Name callee
            && callee.name().equals("list"));
  }

  private static Optional<AppendLoop> of(Statement start, Name list, ForStatement loop) {
    Statement only = loop.body().statements().get(0);
    Optional<Expression> condition = Optional.empty();
    if (only instanceof IfStatement test
        && test.elifBranches().isEmpty()
        && test.elseBranch() == null
        && test.body().statements().size() == 1) {
      condition = Optional.of(test.condition());
      only = test.body().statements().get(0);
    }
    if (only instanceof ExpressionStatement statement
        && statement.expressions().size() == 1
        && statement.expressions().get(0) instanceof CallExpression call
        && call.callee() instanceof QualifiedExpression method
        && method.name().name().equals("append")
        && method.qualifier() instanceof Name receiver
        && receiver.name().equals(list.name())
        && call.arguments().size() == 1
        && call.arguments().get(0) instanceof RegularArgument argument
        && argument.keywordArgument() == null) {
      return Optional.of(new AppendLoop(start, list, loop, call, argument.expression(), condition));
    }
    return Optional.empty();
  }

  private boolean isExpressible() {
    int lines = append.lastToken().line() - loop.firstToken().line() + 1;
    boolean isOneLine = element.firstToken().line() == element.lastToken().line();
    Strangers strangers = new Strangers();
    element.accept(strangers);
    condition.ifPresent(each -> each.accept(strangers));
    loop.testExpressions().get(0).accept(strangers);
    return lines <= LONGEST && isOneLine && !strangers.found && !isLoopVariableUsedLater();
  }

  /** A comprehension's variable is its own; a loop's is still there after it. */
  private boolean isLoopVariableUsedLater() {
    int end = append.lastToken().line();
    int begin = loop.firstToken().line();
    Targets targets = new Targets();
    loop.expressions().forEach(each -> each.accept(targets));
    return targets.isUsedOutside(begin, end);
  }

  /** What a comprehension can't hold, or what reads the list while it grows. */
  private final class Strangers extends BaseTreeVisitor {
    private boolean found;

    @Override
    protected void scan(Tree tree) {
      if (tree != null) {
        found |=
            tree.is(Tree.Kind.AWAIT, Tree.Kind.YIELD_EXPR, Tree.Kind.ASSIGNMENT_EXPRESSION)
                || (tree instanceof Name name && name.name().equals(list.name()));
      }
      super.scan(tree);
    }
  }

  private static final class Targets extends BaseTreeVisitor {
    private final List<SymbolUses> targets = new ArrayList<>();

    @Override
    public void visitName(Name name) {
      targets.add(SymbolUses.of(name));
    }

    boolean isUsedOutside(int begin, int end) {
      return targets.stream()
          .map(Targets::lines)
          .anyMatch(lines -> lines.getMin() < begin || lines.getMax() > end);
    }

    /** The first and the last line with the variable; no variable is of no line at all. */
    private static IntSummaryStatistics lines(SymbolUses uses) {
      return uses.once(
          "lines",
          () ->
              uses.all().stream()
                  .mapToInt(usage -> usage.tree().firstToken().line())
                  .summaryStatistics());
    }
  }

  /** Whether a comment stands in the loop or above it, which a comprehension would drop. */
  public boolean hasComments() {
    return hasComments(loop);
  }

  private static boolean hasComments(Tree node) {
    return node instanceof Token token
        ? !token.trivia().isEmpty()
        : node.children().stream().anyMatch(AppendLoop::hasComments);
  }

  /** The list's name. */
  public String name() {
    return list.name();
  }

  public ForStatement loop() {
    return loop;
  }

  /** The statement that makes the empty list. */
  public Statement start() {
    return start;
  }

  /** The last thing the loop does. */
  public Tree end() {
    return append;
  }

  /** Where the statement begins in its line, from 0. */
  public int column() {
    return start.firstToken().column();
  }

  /** Both statements as one. */
  public String replacement() {
    String written = SourceText.of(start);
    String target = written.substring(0, written.lastIndexOf('=')).strip();
    return "%s = [%s for %s in %s%s]"
        .formatted(
            target,
            SourceText.of(element),
            String.join(", ", loop.expressions().stream().map(SourceText::of).toList()),
            SourceText.of(loop.testExpressions().get(0)),
            condition.map(each -> " if " + SourceText.of(each)).orElse(""));
  }
}
