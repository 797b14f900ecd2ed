package org.pyreview.checks.deployment;

import java.util.Optional;
import org.pyreview.frameworks.environment.EnvironmentRead;
import org.pyreview.python.Arguments;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.pyreview.python.ValueUse;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "environment-number-read-as-string")
public class EnvironmentNumberReadAsStringCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, EnvironmentNumberReadAsStringCheck::check);
  }

  private static void check(CallExpression call, PythonReview review) {
    EnvironmentRead.ofText(call, review.module())
        .ifPresent(
            read ->
                read.numericFallback()
                    .filter(number -> isTakenForNumber(ValueUse.of(call)))
                    .ifPresent(number -> report(call, read, number, review)));
  }

  private static boolean isTakenForNumber(ValueUse use) {
    return (use.isKept() && !use.targetIsConverted())
        || (use.isKeywordArgument() && !use.isDefaultOfOption())
        || use.isOperand();
  }

  private static void report(
      CallExpression call, EnvironmentRead read, NumericLiteral number, PythonReview review) {
    String type = number.valueAsString().matches("[\\d_]+") ? "int" : "float";
    Finding finding =
        review.report(
            call,
            "Convert \"%s\" with %s(): it is a number only as long as the variable isn't set, and text once it is."
                .formatted(read.variable(), type));
    Optional<String> typed = read.typed(type);
    if (typed.isPresent()) {
      finding.fixByReplacing(call, typed.get(), "Let the library convert the variable");
    } else if (call.arguments().size() == 2) {
      finding.fixByReplacing(
          call,
          "%s(%s(%s, \"%s\"))"
              .formatted(
                  type,
                  SourceText.of(call.callee()),
                  SourceText.of(Arguments.of(call).all().get(0)),
                  number.valueAsString()),
          "Convert the text of the variable");
    }
  }
}
