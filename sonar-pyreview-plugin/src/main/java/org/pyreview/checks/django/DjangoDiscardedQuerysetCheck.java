package org.pyreview.checks.django;

import java.util.Set;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Discarded;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
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

  @Override
  public void review(ProjectReview review) {
    for (Discarded each : QueryUses.of(review.project()).discarded()) {
      if (REFINEMENTS.contains(each.call().name())) {
        review.report(each.module().file(), each.call().place(), message(each.call()));
      }
    }
  }

  private static String message(Expr.Call call) {
    return call.receiver().orElseThrow() instanceof Expr.Name variable
        ? "Assign the result: %s() returns a new QuerySet and leaves \"%s\" as it was."
            .formatted(call.name(), variable.id())
        : "Use the result of %s() or remove the statement: a QuerySet that nobody reads does nothing."
            .formatted(call.name());
  }
}
