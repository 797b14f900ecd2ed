package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.ElseClause;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;
import org.sonar.plugins.python.api.tree.WhileStatement;
import org.sonar.plugins.python.api.tree.WithStatement;

/** Whether the paths through a function end with a value. */
public final class EndOfFunction {

  private EndOfFunction() {}

  /**
   * Whether a function that returns a value on one path returns none on another.
   *
   * <p>A loop and a {@code match} at the end count as ways that return, if something in them does.
   */
  public static boolean isSometimesWithoutValue(FunctionDef function) {
    Returns returns = new Returns();
    function.body().accept(returns);
    return returns.withValue && (returns.withoutValue || mayFallThrough(function.body()));
  }

  private static final class Returns extends BaseTreeVisitor {
    private boolean withValue;
    private boolean withoutValue;

    @Override
    public void visitReturnStatement(ReturnStatement statement) {
      withValue |= !statement.expressions().isEmpty();
      withoutValue |= statement.expressions().isEmpty();
    }

    @Override
    public void visitFunctionDef(FunctionDef inner) {
      // Its returns are its own.
    }

    @Override
    public void visitClassDef(ClassDef inner) {
      // So are those of its methods.
    }
  }

  private static boolean mayFallThrough(StatementList body) {
    List<Statement> statements = body.statements();
    return statements.isEmpty() || mayFallThrough(statements.get(statements.size() - 1));
  }

  private static boolean mayFallThrough(Statement last) {
    if (last instanceof IfStatement branch) {
      ElseClause otherwise = branch.elseBranch();
      return otherwise == null
          || mayFallThrough(branch.body())
          || mayFallThrough(otherwise.body())
          || branch.elifBranches().stream().anyMatch(each -> mayFallThrough(each.body()));
    }
    if (last instanceof WithStatement with) {
      return mayFallThrough(with.statements());
    }
    if (last instanceof TryStatement attempt) {
      boolean endsLast =
          attempt.finallyClause() != null && !mayFallThrough(attempt.finallyClause().body());
      StatementList end =
          Optional.ofNullable(attempt.elseClause()).map(ElseClause::body).orElse(attempt.body());
      return !endsLast
          && (mayFallThrough(end)
              || attempt.exceptClauses().stream().anyMatch(each -> mayFallThrough(each.body())));
    }
    boolean mayReturnInside = last.is(Tree.Kind.MATCH_STMT) || (last instanceof WhileStatement);
    return !last.is(Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT) && !mayReturnInside;
  }
}
