package org.pyreview.checks.django;

import org.pyreview.frameworks.django.FieldDefault;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-field-default-evaluated-at-import")
public class DjangoFieldDefaultEvaluatedAtImportCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            FieldDefault.of(call, review.module()).ifPresent(found -> check(found, review)));
  }

  private static void check(FieldDefault found, PythonReview review) {
    if (found.isMomentary(review.module())) {
      report(
          found,
          "Pass a function as default of `%s`: `%s` runs once, when the process starts, and all rows get that value."
              .formatted(found.field(), SourceText.of(found.value())),
          review);
    } else if (found.isSharedMutable()) {
      report(
          found,
          "Pass a function as default of `%s`: all rows of a process share this one object."
              .formatted(found.field()),
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
