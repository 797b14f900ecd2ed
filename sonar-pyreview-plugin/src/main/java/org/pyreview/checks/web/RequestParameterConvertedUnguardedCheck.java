package org.pyreview.checks.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.requests.HandledErrors;
import org.pyreview.frameworks.requests.ParameterConversion;
import org.pyreview.python.Ancestors;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Descendants;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "request-parameter-converted-unguarded")
public class RequestParameterConvertedUnguardedCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.FILE_INPUT, FileInput.class, (file, review) -> check(review));
  }

  private static void check(PythonReview review) {
    HandledErrors handled = HandledErrors.of(review.module());
    Map<Optional<FunctionDef>, Finding> byFunction = new HashMap<>();
    Descendants.of(review.module().tree(), CallExpression.class)
        .flatMap(call -> ParameterConversion.of(call, review.module()).stream())
        .filter(each -> !each.parameter().isPosted() && !each.isGuarded(handled))
        .filter(each -> each.isWithinReach(review.module()))
        .forEach(each -> report(each, byFunction, review));
  }

  private static void report(
      ParameterConversion found,
      Map<Optional<FunctionDef>, Finding> byFunction,
      PythonReview review) {
    Optional<FunctionDef> function = Ancestors.function(found.call());
    if (byFunction.containsKey(function)) {
      byFunction.get(function).because(found.call(), "Here, too.");
      return;
    }
    Finding finding =
        review.report(
            found.call(),
            "Handle the %s of `%s`: a client that sends nonsense as `%s` gets a 500 instead of a 400."
                .formatted(found.raises(), found.converter(), found.parameter().name()));
    found
        .convertedByFlask()
        .ifPresent(read -> finding.fixByReplacing(found.call(), read, "Let Flask convert it"));
    byFunction.put(function, finding);
  }
}
