package org.pyreview.checks.security;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.jwt.SimpleJwtSettings;
import org.pyreview.frameworks.jwt.TokenCall;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "jwt-hardcoded-key")
public class JwtHardcodedKeyCheck extends AstCheck {

  private static final Pattern PUBLIC =
      Pattern.compile("(?s)\\s*-----BEGIN (?:RSA )?(?:PUBLIC KEY|CERTIFICATE).*");

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, this::checkCall);
    on.to(Tree.Kind.ASSIGNMENT_STMT, AssignmentStatement.class, this::checkSettings);
  }

  private void checkCall(CallExpression call, PythonReview review) {
    Optional<TokenCall> token =
        TokenCall.of(call, review.module())
            .filter(TokenCall::isPyJwt)
            .filter(each -> !each.skipsSignature());
    Optional<Expression> key = token.flatMap(TokenCall::key);
    if (key.isEmpty()) {
      return;
    }
    Expression value = AssignedValue.behind(key.get());
    if (!isSecret(value)) {
      return;
    }
    if (value == key.get()) {
      review.report(value, message("this key"));
    } else if (isFirstUse((Name) key.get(), review.module())) {
      String name = ((Name) key.get()).name();
      review.report(value, message(name)).because(key.get(), "It signs or verifies tokens here");
    }
  }

  private static String message(String what) {
    return "Read %s from the environment or a secret store: whoever sees the code can sign tokens for any user."
        .formatted(what);
  }

  private static boolean isSecret(Expression value) {
    return Literal.string(value)
        .filter(text -> !text.isEmpty() && !PUBLIC.matcher(text).matches())
        .isPresent();
  }

  /** A constant is reported once, whatever number of calls it is used in. */
  private static boolean isFirstUse(Name key, PythonModule module) {
    List<Tree> uses = PythonModule.readsOf(key);
    return uses.stream()
        .filter(use -> isKey(use, module))
        .findFirst()
        .filter(first -> first == key)
        .isPresent();
  }

  private static boolean isKey(Tree use, PythonModule module) {
    for (Tree parent = use.parent(); parent != null; parent = parent.parent()) {
      if (parent instanceof CallExpression call) {
        return TokenCall.of(call, module).flatMap(TokenCall::key).filter(use::equals).isPresent();
      }
    }
    return false;
  }

  private void checkSettings(AssignmentStatement assignment, PythonReview review) {
    SimpleJwtSettings.of(assignment)
        .flatMap(settings -> settings.get("SIGNING_KEY"))
        .filter(JwtHardcodedKeyCheck::isSecret)
        .ifPresent(key -> review.report(key, message("SIGNING_KEY")));
  }
}
