package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.caching.EternalEntry;
import org.pyreview.python.AstCheck;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "cache-entry-without-expiration")
public class CacheEntryWithoutExpirationCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            EternalEntry.of(call, review.module()).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (assignment, review) ->
            EternalEntry.of(assignment).forEach(found -> report(found, review)));
    on.to(
        Tree.Kind.KEY_VALUE_PAIR,
        KeyValuePair.class,
        (pair, review) -> EternalEntry.of(pair).ifPresent(found -> report(found, review)));
  }

  private static void report(EternalEntry found, PythonReview review) {
    review.report(
        found.place(),
        found.isSetting()
            ? "Let entries expire: with this %s they stay until somebody empties the store."
                .formatted(found.option())
            : found.option().equals("ex")
                ? "Pass `ex`, so that this entry expires: its key differs each time, and the store only grows."
                : "Let this entry expire instead of passing `%s`: its key differs each time, and the cache only grows."
                    .formatted(found.option()));
  }
}
