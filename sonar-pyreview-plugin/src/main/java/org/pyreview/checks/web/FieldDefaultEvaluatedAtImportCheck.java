package org.pyreview.checks.web;

import org.pyreview.frameworks.model.FieldDefault;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "field-default-evaluated-at-import")
public class FieldDefaultEvaluatedAtImportCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            FieldDefault.of(call, review.module()).forEach(found -> check(found, review)));
  }

  private static void check(FieldDefault found, PythonReview review) {
    boolean isMomentary = found.isMomentary(review.module());
    if (isMomentary && found.isOfDatabase()) {
      review.report(
          found.value(),
          "Give `%s` a function of the database as db_default: `%s` runs once, when the migration is made, and all rows get that value."
              .formatted(found.field(), SourceText.of(found.value())));
    } else if (isMomentary) {
      report(
          found,
          "Pass a function as %s of `%s`: `%s` runs once, when the process starts, and all rows get that value."
              .formatted(found.option(), found.field(), SourceText.of(found.value())),
          review);
    } else if (found.isSharedMutable(review.module())) {
      report(
          found,
          "Pass a function as %s of `%s`: all rows of a process share this one object."
              .formatted(found.option(), found.field()),
          review);
    }
  }

  private static void report(FieldDefault found, String message, PythonReview review) {
    Finding finding = review.report(found.value(), message);
    found
        .callable()
        .ifPresent(
            function -> finding.fixByReplacing(found.value(), function, "Pass the function"));
  }
}
