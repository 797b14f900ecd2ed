package org.pyreview.checks.security;

import java.util.Optional;
import org.pyreview.frameworks.web.cors.AllowedOriginHeader;
import org.pyreview.frameworks.web.cors.CorsPolicy;
import org.pyreview.frameworks.web.cors.CorsSetting;
import org.pyreview.frameworks.web.cors.OriginPattern.Flaw;
import org.pyreview.project.DevelopmentBranch;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "cors-origin-not-restricted")
public class CorsOriginNotRestrictedCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, CorsOriginNotRestrictedCheck::checkCall);
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        CorsOriginNotRestrictedCheck::checkAssignment);
    on.to(
        Tree.Kind.KEY_VALUE_PAIR,
        KeyValuePair.class,
        (pair, review) ->
            AllowedOriginHeader.of(pair).ifPresent(header -> checkHeader(header, review)));
  }

  @Override
  protected boolean reviews(PythonModule module) {
    return super.reviews(module) && !DevelopmentPath.of(module.path()).isDevelopment();
  }

  private static void checkCall(CallExpression call, PythonReview review) {
    AllowedOriginHeader.of(call).ifPresent(header -> checkHeader(header, review));
    CorsPolicy.of(call, review.module())
        .filter(policy -> !DevelopmentBranch.contains(call))
        .ifPresent(policy -> checkPolicy(policy, review));
  }

  private static void checkPolicy(CorsPolicy policy, PythonReview review) {
    Optional<Expression> wildcard = policy.wildcard();
    if (wildcard.isPresent() && policy.allowsCredentials()) {
      Finding finding =
          review.report(
              wildcard.get(),
              "List the origins that may read answers: with %s every website acts as the visitor who is logged in."
                  .formatted(policy.framework().credentials()));
      showCall(policy, wildcard.get(), finding);
    }
    policy
        .pattern()
        .ifPresent(pattern -> checkPattern(pattern, true, policy.allowsCredentials(), review));
  }

  /** Where the list of origins stands somewhere else. */
  private static void showCall(CorsPolicy policy, Expression wildcard, Finding finding) {
    Tree around = wildcard;
    while (around != null && around != policy.call()) {
      around = around.parent();
    }
    if (around == null) {
      finding.because(policy.call().callee(), "The origins are used here.");
    }
  }

  /** Everybody, but without cookies, is a decision; a list that lets others in never is. */
  private static void checkPattern(
      Expression written, boolean isWhole, boolean allowsCredentials, PythonReview review) {
    CorsPolicy.pattern(written)
        .flatMap(pattern -> pattern.flaw(isWhole))
        .filter(flaw -> flaw != Flaw.EVERYTHING || allowsCredentials)
        .ifPresent(flaw -> review.report(written, messageOn(flaw)));
  }

  private static String messageOn(Flaw flaw) {
    return switch (flaw) {
      case EVERYTHING ->
          "List the origins that may read answers: this pattern matches every website, and each acts as the visitor who is logged in.";
      case LOOSE_START ->
          "Write \"\\.\" before the domain: as it is, the pattern matches every domain that ends like yours.";
      case OPEN_DOT ->
          "Escape the dots of the domain: \".\" stands for any character, so other domains match too.";
      case OPEN_END ->
          "End the pattern with \"$\": as it is, it matches every domain that begins like yours.";
    };
  }

  private static void checkAssignment(AssignmentStatement statement, PythonReview review) {
    AllowedOriginHeader.of(statement).ifPresent(header -> checkHeader(header, review));
    CorsSetting.of(statement)
        .filter(setting -> !DevelopmentBranch.contains(statement))
        .ifPresent(setting -> checkSetting(setting, review));
  }

  private static void checkSetting(CorsSetting setting, PythonReview review) {
    boolean allowsCredentials = CorsSetting.allowCredentials(review.module());
    if (setting.allowsAll() && allowsCredentials) {
      review.report(
          setting.value(),
          "List the sites in CORS_ALLOWED_ORIGINS: with %s and CORS_ALLOW_CREDENTIALS every website acts as the visitor who is logged in."
              .formatted(setting.name()));
    }
    setting.patterns().forEach(pattern -> checkPattern(pattern, false, allowsCredentials, review));
  }

  private static void checkHeader(AllowedOriginHeader header, PythonReview review) {
    if (header.reflectsAnyOrigin() && !DevelopmentBranch.contains(header.value())) {
      review.report(
          header.value(),
          "Compare the origin with those you know before you allow it: this gives every website the answer.");
    }
  }
}
