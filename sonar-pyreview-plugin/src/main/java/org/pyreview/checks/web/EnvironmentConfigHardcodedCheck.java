package org.pyreview.checks.web;

import org.pyreview.frameworks.environment.ConfigurationModule;
import org.pyreview.frameworks.environment.ConnectionLiteral;
import org.pyreview.frameworks.flask.FixedSetting;
import org.pyreview.python.AstCheck;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "environment-config-hardcoded")
public class EnvironmentConfigHardcodedCheck extends AstCheck {

  @Override
  protected boolean reviews(PythonModule module) {
    return super.reviews(module) && ConfigurationModule.mayHoldNoConfiguration(module);
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (assignment, review) ->
            FixedSetting.of(assignment).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) -> {
          FixedSetting.of(call, review.module()).forEach(found -> report(found, review));
          ConnectionLiteral.of(call, review.module())
              .forEach(
                  found ->
                      review.report(
                          found.value(),
                          "Take the address for %s() from the configuration: here every environment talks to the same server."
                              .formatted(found.client())));
        });
  }

  private static void report(FixedSetting found, PythonReview review) {
    review.report(
        found.value(),
        found.name().isEmpty()
            ? "Let the environment choose the configuration: here the application always runs with this one."
            : "Take %s from the environment or a configuration file: here it is the same everywhere."
                .formatted(found.name()));
  }
}
