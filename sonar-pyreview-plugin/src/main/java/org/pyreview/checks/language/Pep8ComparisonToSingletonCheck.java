package org.pyreview.checks.language;

import java.util.Optional;
import org.pyreview.frameworks.sqlalchemy.OverloadedComparison;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "pep8-comparison-to-singleton")
public class Pep8ComparisonToSingletonCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.COMPARISON, BinaryExpression.class, Pep8ComparisonToSingletonCheck::check);
  }

  private static void check(BinaryExpression comparison, PythonReview review) {
    String operator = comparison.operator().value();
    Expression left = comparison.leftOperand();
    Expression right = comparison.rightOperand();
    boolean isEquality = operator.equals("==") || operator.equals("!=");
    if (!isEquality || isSingleton(left) == isSingleton(right) || isChained(comparison)) {
      return;
    }
    Expression value = isSingleton(left) ? right : left;
    Expression singleton = isSingleton(left) ? left : right;
    if (OverloadedComparison.isLikely(comparison, review.module())
        || review.module().isSuppressed(comparison.operator().line(), "E711", "E712")) {
      return;
    }
    Optional<Boolean> flag = Literal.bool(singleton);
    String text = SourceText.of(value);
    boolean isNegated = operator.equals("!=");
    String better =
        flag.map(yes -> yes == isNegated ? "not " + text : text)
            .orElse(text + (isNegated ? " is not None" : " is None"));
    String message =
        flag.map(
                yes ->
                    "Test `%s` itself: other %s values, such as %s, don't equal %s."
                        .formatted(
                            text,
                            yes ? "true" : "false",
                            yes ? "2 or a text" : "None or an empty text",
                            SourceText.of(singleton)))
            .orElse(
                "Write `%s`: %s asks the object, and its class may answer anything."
                    .formatted(better, operator));
    review.report(comparison, message).fixByReplacing(comparison, better, "Write " + better);
  }

  private static boolean isSingleton(Expression side) {
    return side.is(Tree.Kind.NONE) || Literal.bool(side).isPresent();
  }

  /** {@code a == b == None}. */
  private static boolean isChained(BinaryExpression comparison) {
    return comparison.leftOperand().is(Tree.Kind.COMPARISON, Tree.Kind.IN, Tree.Kind.IS)
        || comparison.parent().is(Tree.Kind.COMPARISON, Tree.Kind.IN, Tree.Kind.IS);
  }
}
