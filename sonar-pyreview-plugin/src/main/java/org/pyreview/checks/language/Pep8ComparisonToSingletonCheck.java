package org.pyreview.checks.language;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.frameworks.sqlalchemy.OverloadedComparison;
import org.pyreview.python.Ancestors;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.pyreview.python.Variable;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "pep8-comparison-to-singleton")
public class Pep8ComparisonToSingletonCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.FILE_INPUT, FileInput.class, (file, review) -> check(review));
  }

  private static void check(PythonReview review) {
    List<BinaryExpression> comparisons =
        Descendants.of(review.module().tree(), BinaryExpression.class)
            .filter(each -> singletonOf(each).isPresent())
            .toList();
    Map<Asked, Long> askedFor = askedFor(comparisons);
    Set<Integer> lines = new HashSet<>();
    comparisons.stream()
        .filter(each -> isWrong(each, review, askedFor))
        // Of `x == None or x == False` the first says enough.
        .filter(each -> lines.add(each.operator().line()))
        .forEach(each -> report(each, review));
  }

  /** A value in a function. */
  private record Asked(Optional<FunctionDef> function, String value) {
    static Asked in(BinaryExpression comparison) {
      return new Asked(Ancestors.function(comparison), SourceText.of(valueOf(comparison)));
    }
  }

  /** How many of None, True and False the values of each function are compared to. */
  private static Map<Asked, Long> askedFor(List<BinaryExpression> comparisons) {
    return comparisons.stream()
        .collect(
            Collectors.groupingBy(
                Asked::in,
                Collectors.mapping(
                    each -> SourceText.of(singletonOf(each).orElseThrow()),
                    Collectors.collectingAndThen(
                        Collectors.toSet(), several -> (long) several.size()))));
  }

  private static boolean isWrong(
      BinaryExpression comparison, PythonReview review, Map<Asked, Long> askedFor) {
    if (comparison.is(Tree.Kind.IS)
        || isChained(comparison)
        || OverloadedComparison.isLikely(comparison, review.module())
        || review.module().isSuppressed(comparison.operator().line(), "E711", "E712")) {
      return false;
    }
    return singletonOf(comparison).orElseThrow().is(Tree.Kind.NONE)
        || (mayBeAnything(valueOf(comparison)) && askedFor.get(Asked.in(comparison)) == 1);
  }

  /**
   * Whether a value that is compared to True or False may as well be another true or false one:
   * what comes from a mapping or is passed without a type. An attribute has a type elsewhere,
   * mostly bool.
   */
  private static boolean mayBeAnything(Expression value) {
    if (value instanceof CallExpression call) {
      return call.callee() instanceof QualifiedExpression method
          && method.name().name().equals("get");
    }
    return value.is(Tree.Kind.SUBSCRIPTION)
        || (value instanceof Name name && mayHoldAnything(name));
  }

  private static boolean mayHoldAnything(Name name) {
    return Variable.of(name)
        .bindings()
        .allMatch(
            binding ->
                !(binding.parent() instanceof Parameter parameter)
                    || (parameter.typeAnnotation() == null && parameter.defaultValue() == null));
  }

  private static void report(BinaryExpression comparison, PythonReview review) {
    String operator = comparison.operator().value();
    Expression singleton = singletonOf(comparison).orElseThrow();
    Optional<Boolean> flag = Literal.bool(singleton);
    String text = SourceText.of(valueOf(comparison));
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

  /** None, True or False, where a value is compared to one of them. */
  private static Optional<Expression> singletonOf(BinaryExpression comparison) {
    Expression left = comparison.leftOperand();
    Expression right = comparison.rightOperand();
    boolean isEquality =
        comparison.is(Tree.Kind.IS)
            || comparison.operator().value().equals("==")
            || comparison.operator().value().equals("!=");
    return isEquality && isSingleton(left) != isSingleton(right)
        ? Optional.of(isSingleton(left) ? left : right)
        : Optional.empty();
  }

  private static Expression valueOf(BinaryExpression comparison) {
    return isSingleton(comparison.leftOperand())
        ? comparison.rightOperand()
        : comparison.leftOperand();
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
