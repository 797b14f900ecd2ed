package org.pyreview.checks.deployment;

import java.util.Set;
import org.pyreview.frameworks.django.settings.SettingsFile;
import org.pyreview.frameworks.environment.SecretFallback;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ConditionalExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "secret-with-hardcoded-fallback")
public class SecretWithHardcodedFallbackCheck extends AstCheck {

  private static final Set<String> ASIDE =
      Set.of("docs", "examples", "example", "scripts", "dev", "development", "local");

  @Override
  protected boolean reviews(PythonModule module) {
    return super.reviews(module)
        && !module.path().isBelow(ASIDE)
        && !module
            .path()
            .fileName()
            .matches("(?:.*_)?(?:dev|development|local|test|testing|ci)(?:_.*)?\\.py");
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            SecretFallback.of(call, review.module()).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.OR,
        BinaryExpression.class,
        (either, review) ->
            SecretFallback.of(either, review.module()).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.CONDITIONAL_EXPR,
        ConditionalExpression.class,
        (either, review) ->
            SecretFallback.of(either, review.module()).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.ANNOTATED_ASSIGNMENT,
        AnnotatedAssignment.class,
        (field, review) ->
            SecretFallback.of(field, review.module()).ifPresent(found -> report(found, review)));
  }

  private static void report(SecretFallback found, PythonReview review) {
    // The key of Django's settings has a rule of its own, which knows what runs in production.
    if (found.name().endsWith("SECRET_KEY") && SettingsFile.is(review.module())) {
      return;
    }
    Finding finding =
        review.report(
            found.value(),
            found.isGenerated()
                ? "Refuse to start without \"%s\": a value that each process makes for itself ends all sessions at every restart."
                    .formatted(found.name())
                : "Refuse to start without \"%s\": where it isn't set, everybody who has read this code knows the secret."
                    .formatted(found.name()));
    found
        .withoutFallback()
        .ifPresent(text -> finding.fixByReplacing(found.read(), text, "Require the variable"));
  }
}
