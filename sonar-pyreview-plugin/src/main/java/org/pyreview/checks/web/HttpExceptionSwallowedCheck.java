package org.pyreview.checks.web;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.frameworks.web.IntendedError;
import org.pyreview.python.Ancestors;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Descendants;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;

@Rule(key = "http-exception-swallowed")
public class HttpExceptionSwallowedCheck extends AstCheck {

  private static final Pattern HELPERS = Pattern.compile("(?:.*_)?(?:utils?|helpers?|tools?)\\.py");

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.TRY_STMT, TryStatement.class, HttpExceptionSwallowedCheck::check);
  }

  private static void check(TryStatement attempt, PythonReview review) {
    List<ExceptClause> clauses = attempt.exceptClauses();
    for (int i = 0; i < clauses.size(); i++) {
      if (IntendedError.isBroad(clauses.get(i))) {
        check(attempt, clauses.get(i), clauses.subList(0, i), review);
        return;
      }
    }
  }

  private static void check(
      TryStatement attempt, ExceptClause broad, List<ExceptClause> earlier, PythonReview review) {
    List<IntendedError> swallowed =
        IntendedError.in(attempt.body(), review.module()).stream()
            .filter(
                error ->
                    earlier.stream().noneMatch(clause -> error.isCaughtBy(clause, review.module()))
                        && !error.isRespectedBy(broad)
                        && !error.isAnsweredBefore(attempt))
            .toList();
    if (swallowed.isEmpty()
        || isPassedOver(broad)
        || isReportedToCaller(attempt, broad, review.module())) {
      return;
    }
    List<String> names = swallowed.stream().map(IntendedError::exception).distinct().toList();
    String caught = names.size() == 1 ? names.get(0) : "(" + String.join(", ", names) + ")";
    Finding finding =
        review.report(
            broad.exception() == null ? broad.exceptKeyword() : broad.exception(),
            "Let `%s` through with an `except %s: raise` before this handler: it catches what the code above raises to answer the request."
                .formatted(String.join("`, `", names), caught));
    swallowed.forEach(
        error -> finding.because(error.place(), "This answer never reaches the client."));
    if (swallowed.stream().allMatch(IntendedError::isRaised)) {
      String indent = " ".repeat(broad.exceptKeyword().column());
      finding.fixByReplacing(
          broad.exceptKeyword(),
          "except %s:\n%s    raise\n%sexcept".formatted(caught, indent, indent),
          "Raise " + caught + " again");
    }
  }

  /** Nothing but {@code pass}, and a comment that says why: the code below tries another way. */
  private static boolean isPassedOver(ExceptClause handler) {
    List<Statement> statements = handler.body().statements();
    return statements.size() == 1
        && statements.get(0).is(Tree.Kind.PASS_STMT)
        && Descendants.of(handler, Token.class).anyMatch(each -> !each.trivia().isEmpty());
  }

  /** A helper that gives its callers a value for the failure leaves the answer to them. */
  private static boolean isReportedToCaller(
      TryStatement attempt, ExceptClause handler, PythonModule module) {
    boolean isHelper =
        Ancestors.function(attempt)
            .filter(each -> each.decorators().isEmpty())
            .filter(
                each ->
                    each.name().name().startsWith("_")
                        || HELPERS.matcher(module.path().fileName()).matches())
            .isPresent();
    return isHelper
        && handler.body().statements().stream()
            .anyMatch(
                each -> each instanceof ReturnStatement answer && !answer.expressions().isEmpty());
  }
}
