package org.pyreview.checks.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.jwt.TokenCall;
import org.pyreview.python.Ancestors;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "jwt-algorithm-not-restricted")
public class JwtAlgorithmNotRestrictedCheck extends AstCheck {

  private static final Pattern SYMMETRIC = Pattern.compile("HS\\d+");
  private static final Pattern ASYMMETRIC = Pattern.compile("(?:RS|ES|PS)\\d+|EdDSA");
  private static final Pattern FOR_EXPIRED =
      Pattern.compile("(?i).*(?:expired|(?:ignor|without|skip)\\w*_exp).*");
  private static final Pattern FROM_TOKEN = Pattern.compile("(?s).*get_unverified_header\\(.*");

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, this::check);
  }

  private void check(CallExpression call, PythonReview review) {
    Optional<TokenCall> token =
        TokenCall.of(call, review.module())
            .filter(each -> !each.kind().isEncoding())
            .filter(TokenCall::isWrittenOut)
            .filter(each -> !each.skipsSignature())
            .filter(each -> each.key().isPresent());
    token.ifPresent(
        each -> {
          each.algorithms()
              .filter(list -> !each.isUnrestrictedBy(list))
              .ifPresentOrElse(
                  list -> checkAlgorithms(list, review),
                  () ->
                      review.report(
                          each.algorithms().orElse(call.callee()),
                          each.isPyJwt()
                              ? "Pass algorithms=[…] with the one you sign with: without it PyJWT refuses every token."
                              : "Pass algorithms=[…] with the one you sign with: without it every algorithm that fits the key is accepted."));
          checkClaims(each, review);
        });
  }

  private static void checkAlgorithms(Expression list, PythonReview review) {
    Expression value = AssignedValue.behind(list);
    if (isFromToken(value)) {
      review.report(
          list, "Write the accepted algorithms out: whoever makes the token chooses its header.");
      return;
    }
    List<String> names =
        Literal.elements(value).orElse(List.of()).stream()
            .flatMap(each -> Literal.string(each).stream())
            .toList();
    if (names.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals("none"))) {
      review.report(list, "Take \"none\" off the accepted algorithms: such tokens aren't signed.");
    } else if (names.stream().anyMatch(each -> SYMMETRIC.matcher(each).matches())
        && names.stream().anyMatch(each -> ASYMMETRIC.matcher(each).matches())) {
      review.report(
          list,
          "Accept either HS… or public-key algorithms: with both, the public key can be used as the secret of an HMAC.");
    }
  }

  /** {@code [header["alg"]]}, {@code [header.get("alg")]} of a header that isn't verified. */
  private static boolean isFromToken(Expression value) {
    return Stream.concat(Stream.of(value), Literal.elements(value).stream().flatMap(List::stream))
        .map(JwtAlgorithmNotRestrictedCheck::owner)
        .map(AssignedValue::behind)
        .anyMatch(each -> FROM_TOKEN.matcher(SourceText.of(each)).matches());
  }

  private static Expression owner(Expression element) {
    Expression value = AssignedValue.behind(element);
    if (value instanceof SubscriptionExpression item) {
      return item.object();
    }
    return value instanceof CallExpression call
            && call.callee() instanceof QualifiedExpression member
            && member.name().name().equals("get")
        ? member.qualifier()
        : value;
  }

  private static void checkClaims(TokenCall token, PythonReview review) {
    for (String claim : List.of("exp", "aud")) {
      token
          .disabled("verify_" + claim)
          .filter(option -> !isCheckedInFunction(token, claim))
          .filter(option -> claim.equals("aud") || !isMeantForExpired(token))
          .ifPresent(
              option ->
                  review.report(
                      option,
                      claim.equals("exp")
                          ? "Verify the expiration: without it a stolen token works for ever."
                          : "Verify the audience: without it tokens for other services are accepted."));
    }
  }

  /** Whether the function looks at the claim itself. */
  private static boolean isCheckedInFunction(TokenCall token, String claim) {
    Pattern written = Pattern.compile("[\"']" + claim + "[\"']");
    return Ancestors.function(token.call())
        .filter(function -> written.matcher(SourceText.of(function)).find())
        .isPresent();
  }

  /** {@code decode_expired_token()}: what reads tokens that are past it says so in its name. */
  private static boolean isMeantForExpired(TokenCall token) {
    return Ancestors.function(token.call())
        .filter(function -> FOR_EXPIRED.matcher(function.name().name()).matches())
        .isPresent();
  }
}
