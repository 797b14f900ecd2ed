package org.pyreview.checks.language;

import java.util.List;
import org.pyreview.python.AppendLoop;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "list-built-by-append-loop")
public class ListBuiltByAppendLoopCheck extends AstCheck {

  private static final int LONGEST_LINE = 120;

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.STATEMENT_LIST, StatementList.class, ListBuiltByAppendLoopCheck::check);
  }

  private static void check(StatementList list, PythonReview review) {
    List<Statement> statements = list.statements();
    for (int i = 1; i < statements.size(); i++) {
      AppendLoop.of(statements.get(i - 1), statements.get(i))
          .filter(loop -> loop.column() + loop.replacement().length() <= LONGEST_LINE)
          .ifPresent(loop -> report(loop, review));
    }
  }

  private static void report(AppendLoop loop, PythonReview review) {
    Finding finding =
        review
            .report(
                loop.loop().forKeyword(),
                "Build `%s` with a list comprehension: this loop only appends to it."
                    .formatted(loop.name()))
            .because(loop.start(), "The empty list.");
    if (!loop.hasComments()) {
      finding.fixByReplacing(
          loop.start(), loop.end(), loop.replacement(), "Replace the loop by a list comprehension");
    }
  }
}
