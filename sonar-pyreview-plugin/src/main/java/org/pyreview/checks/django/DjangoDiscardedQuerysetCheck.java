package org.pyreview.checks.django;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Discarded;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;
import org.sonar.check.Rule;

@Rule(key = "django-discarded-queryset")
public class DjangoDiscardedQuerysetCheck extends CodeCheck {

  private static final Set<String> REFINEMENTS =
      Set.of(
          "filter",
          "exclude",
          "order_by",
          "distinct",
          "annotate",
          "alias",
          "select_related",
          "prefetch_related",
          "only",
          "defer",
          "using",
          "reverse",
          "select_for_update");

  /**
   * What says that the block behind it is run for an exception, a warning or a number of queries.
   */
  private static final Pattern EXPECTING =
      Pattern.compile("(?i).*(?:raises|warns|warnings|deprecated_call|num_?queries)\\w*");

  @Override
  public void review(ProjectReview review) {
    for (Discarded each : QueryUses.of(review.project()).discarded()) {
      if (REFINEMENTS.contains(each.call().name()) && !isTried(each)) {
        review.report(each.module().file(), each.call().place(), message(each.call()));
      }
    }
  }

  /** Whether the call is made to see if it fails: Django checks names and values at once. */
  private static boolean isTried(Discarded each) {
    return each.module().statements().stream()
        .flatMap(Stmt::everything)
        .anyMatch(
            statement ->
                statement instanceof Stmt.With block && isExpecting(block)
                    ? block.body().stream()
                        .flatMap(Stmt::everything)
                        .anyMatch(inner -> isOf(inner, each.call()))
                    : statement instanceof Stmt.Try attempt
                        && !attempt.handlers().isEmpty()
                        && isLast(attempt.body(), each.call()));
  }

  private static boolean isExpecting(Stmt.With block) {
    return block.resources().stream()
        .anyMatch(
            resource ->
                resource.value() instanceof Expr.Call call
                    && EXPECTING.matcher(call.name()).matches());
  }

  private static boolean isLast(List<Stmt> block, Expr.Call call) {
    return !block.isEmpty() && isOf(block.get(block.size() - 1), call);
  }

  private static boolean isOf(Stmt statement, Expr.Call call) {
    return statement instanceof Stmt.Evaluate evaluated
        && evaluated.value().place().equals(call.place());
  }

  private static String message(Expr.Call call) {
    return call.receiver().orElseThrow() instanceof Expr.Name variable
        ? "Assign the result: %s() returns a new QuerySet and leaves \"%s\" as it was."
            .formatted(call.name(), variable.id())
        : "Use the result of %s() or remove the statement: a QuerySet that nobody reads does nothing."
            .formatted(call.name());
  }
}
