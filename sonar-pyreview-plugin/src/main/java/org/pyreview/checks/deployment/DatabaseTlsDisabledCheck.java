package org.pyreview.checks.deployment;

import org.pyreview.frameworks.environment.RemoteConnection;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.python.AstCheck;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "database-tls-disabled")
public class DatabaseTlsDisabledCheck extends AstCheck {

  @Override
  protected boolean reviews(PythonModule module) {
    return !DevelopmentPath.of(module.path()).isDevelopment();
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.STRING_LITERAL,
        StringLiteral.class,
        (literal, review) ->
            RemoteConnection.of(literal).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.DICTIONARY_LITERAL,
        DictionaryLiteral.class,
        (dictionary, review) ->
            RemoteConnection.of(dictionary).ifPresent(found -> report(found, review)));
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            RemoteConnection.of(call, review.module()).ifPresent(found -> report(found, review)));
  }

  private static void report(RemoteConnection found, PythonReview review) {
    review.report(
        found.place(),
        found.isSwitchedOff()
            ? "Encrypt the connection to %s, with sslmode=verify-full: TLS is switched off here."
                .formatted(found.host())
            : "Ask for TLS on the connection to %s: without it passwords and data travel in plain text."
                .formatted(found.host()));
  }
}
