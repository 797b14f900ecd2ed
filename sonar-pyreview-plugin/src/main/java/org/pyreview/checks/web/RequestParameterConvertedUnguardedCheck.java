package org.pyreview.checks.web;

import org.pyreview.frameworks.requests.ParameterConversion;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "request-parameter-converted-unguarded")
public class RequestParameterConvertedUnguardedCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            ParameterConversion.of(call, review.module())
                .filter(each -> !each.isGuarded(review.module()))
                .ifPresent(each -> report(each, review)));
  }

  private static void report(ParameterConversion found, PythonReview review) {
    Finding finding =
        review.report(
            found.call(),
            "Handle the %s of `%s`: a client that sends nonsense as `%s` gets a 500 instead of a 400."
                .formatted(found.raises(), found.converter(), found.parameter().name()));
    found
        .convertedByFlask()
        .ifPresent(read -> finding.fixByReplacing(found.call(), read, "Let Flask convert it"));
  }
}
