package org.pyreview.checks.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.model.ModelField;
import org.pyreview.python.AstCheck;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "money-in-float-field")
public class MoneyInFloatFieldCheck extends AstCheck {

  private static final String MONEY =
      "price,amount,cost,balance,salary,fee,revenue,payment,budget,money,subtotal,wage,refund,vat,"
          + "invoice_total";
  private static final Set<String> MEASURES =
      Set.of(
          "rate",
          "ratio",
          "percent",
          "percentage",
          "factor",
          "score",
          "weight",
          "distance",
          "count",
          "estimate");

  /** What others ask for a machine or a paper at a time: it is watched, and nobody is owed it. */
  private static final Pattern WATCHED =
      Pattern.compile(
          "(?:\\w*[a-z0-9])?(?:Instance|Machine|Node|Gpu|Ticker|Tick|Candle|Candlestick|Ohlcv?|OHLCV?|Kline|Forecast|Prediction)(?:s|[A-Z]\\w*)?");

  private static final Set<String> STATISTICS = Set.of("ml", "stats", "analytics");

  @RuleProperty(
      key = "moneyNames",
      description = "Words of a field's name that denote money, separated by commas",
      defaultValue = MONEY)
  public String moneyNames = MONEY;

  @Override
  protected boolean reviews(PythonModule module) {
    return super.reviews(module) && !module.path().isBelow(STATISTICS);
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (statement, review) -> check(ClassAttribute.of(statement), review));
    on.to(
        Tree.Kind.ANNOTATED_ASSIGNMENT,
        AnnotatedAssignment.class,
        (statement, review) -> check(ClassAttribute.of(statement), review));
  }

  private void check(Optional<ClassAttribute> attribute, PythonReview review) {
    attribute
        .filter(candidate -> denotesMoney(candidate.name().name()))
        .filter(candidate -> !WATCHED.matcher(candidate.owner().name().name()).matches())
        .flatMap(candidate -> ModelField.of(candidate, review.module()))
        .filter(ModelField::isBinaryFloat)
        .ifPresent(
            field ->
                review.report(
                    field.type(),
                    "Store \"%s\" in a %s: a float can't hold an amount like 0.10 exactly."
                        .formatted(field.name(), field.exactDecimal())));
  }

  private boolean denotesMoney(String name) {
    String words = "_" + name.toLowerCase(Locale.ROOT) + "_";
    return !words.contains("_per_kg_")
        && Arrays.stream(words.split("_")).noneMatch(MEASURES::contains)
        && Arrays.stream(moneyNames.split(","))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .anyMatch(
                word -> words.contains("_" + word + "_") || words.contains("_" + word + "s_"));
  }
}
