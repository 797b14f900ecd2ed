package org.pyreview.checks.deployment;

import org.pyreview.frameworks.django.settings.WhiteNoise;
import org.pyreview.python.AstCheck;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-whitenoise-middleware-order")
public class DjangoWhitenoiseMiddlewareOrderCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (assignment, review) -> {
          if (assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name name
              && name.name().equals("MIDDLEWARE")) {
            WhiteNoise.misplacedIn(assignment.assignedValue())
                .ifPresent(found -> report(found, review));
          }
        });
  }

  private static void report(WhiteNoise found, PythonReview review) {
    review
        .report(
            found.entry(),
            found.isTooLate()
                ? "Move WhiteNoise to directly behind SecurityMiddleware: here every image and style sheet goes through the middleware above it."
                : "Move WhiteNoise behind SecurityMiddleware: static files leave without its headers.")
        .because(
            found.other(),
            found.isTooLate()
                ? "This runs for every static file."
                : "This never sees static files.");
  }
}
