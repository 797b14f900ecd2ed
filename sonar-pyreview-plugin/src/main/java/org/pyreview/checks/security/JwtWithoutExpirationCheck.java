package org.pyreview.checks.security;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.jwt.TokenCall;
import org.pyreview.frameworks.jwt.TokenLifetime;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionList;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "jwt-without-expiration")
public class JwtWithoutExpirationCheck extends AstCheck {

  private static final String END = "exp";
  private static final Set<String> READING = Set.of("get", "keys", "items", "values", "copy");

  @RuleProperty(
      key = "maxAccessTokenHours",
      description = "The longest lifetime of an access token, in hours",
      defaultValue = "24")
  public int maxAccessTokenHours = 24;

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, this::checkCall);
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (assignment, review) ->
            TokenLifetime.of(assignment, review.module())
                .ifPresent(lifetime -> check(lifetime, review)));
  }

  private void checkCall(CallExpression call, PythonReview review) {
    TokenLifetime.of(call, review.module()).ifPresent(lifetime -> check(lifetime, review));
    Optional<Expression> payload =
        TokenCall.of(call, review.module())
            .filter(each -> each.kind().isEncoding())
            .filter(each -> !each.isOnlyVerified(review.module()))
            .filter(each -> !each.isForOthersHeader())
            .flatMap(TokenCall::payload);
    payload.ifPresent(claims -> checkClaims(claims, call, review));
  }

  private static void checkClaims(Expression written, CallExpression call, PythonReview review) {
    if (!(AssignedValue.behind(written) instanceof DictionaryLiteral claims)
        || mayExpire(claims)
        || (written instanceof Name variable && mayBeCompleted(variable))) {
      return;
    }
    boolean isChanged = written instanceof Name variable && isChanged(variable);
    Finding finding =
        review.report(
            isChanged ? written : claims,
            "Add an \"exp\" claim, unless a protocol forbids it: this token is valid for ever, so one that leaks stays useful.");
    if (isChanged) {
      finding.because(claims, "The first claims");
    } else if (claims != written) {
      finding.because(call.callee(), "The token is made here");
    }
  }

  /** Whether claims are added to a variable after its first ones. */
  private static boolean isChanged(Name variable) {
    return PythonModule.readsOf(variable).stream()
        .map(Tree::parent)
        .anyMatch(
            parent ->
                (parent instanceof SubscriptionExpression item && isWritten(item))
                    || (parent instanceof QualifiedExpression member
                        && member.name().name().equals("update")));
  }

  /** Whether a claim says when it ends, or can't be read. */
  private static boolean mayExpire(DictionaryLiteral claims) {
    return claims.elements().stream()
        .anyMatch(
            each ->
                !(each instanceof KeyValuePair pair)
                    || Literal.string(pair.key()).map(END::equals).orElse(true));
  }

  /** Whether an end may be added to a variable, or it is passed on to someone who may do so. */
  private static boolean mayBeCompleted(Name variable) {
    return PythonModule.readsOf(variable).stream()
        .filter(use -> use != variable)
        .anyMatch(JwtWithoutExpirationCheck::mayAddEnd);
  }

  private static boolean mayAddEnd(Tree use) {
    Tree parent = use.parent();
    if (parent instanceof SubscriptionExpression item) {
      return isWritten(item) && !isOtherClaim(item.subscripts().expressions());
    }
    if (parent instanceof QualifiedExpression member) {
      return !READING.contains(member.name().name())
          && !(member.parent() instanceof CallExpression call && addsOtherClaims(call, member));
    }
    return parent instanceof RegularArgument;
  }

  private static boolean isWritten(SubscriptionExpression item) {
    return item.parent() instanceof ExpressionList list
        && list.parent() instanceof AssignmentStatement assignment
        && assignment.lhsExpressions().contains(list);
  }

  private static boolean isOtherClaim(List<Expression> key) {
    return key.size() == 1
        && Literal.string(key.get(0)).filter(name -> !name.equals(END)).isPresent();
  }

  /** {@code claims.update(role=…)}, {@code claims.update({"role": …})}. */
  private static boolean addsOtherClaims(CallExpression call, QualifiedExpression method) {
    return method.name().name().equals("update")
        && call.arguments().stream()
            .allMatch(
                each ->
                    each instanceof RegularArgument argument
                        && (argument.keywordArgument() == null
                            ? argument.expression() instanceof DictionaryLiteral more
                                && !mayExpire(more)
                            : !argument.keywordArgument().name().equals(END)));
  }

  private void check(TokenLifetime lifetime, PythonReview review) {
    if (lifetime.hours().isEmpty()) {
      review.report(
          lifetime.value(),
          "Let access tokens expire: False makes them valid for ever, so one that leaks stays useful.");
    } else if (lifetime.hours().get() > maxAccessTokenHours) {
      review.report(
          lifetime.value(),
          "Shorten the lifetime of access tokens to at most %d hours: nobody can take a leaked one back before."
              .formatted(maxAccessTokenHours));
    }
  }
}
