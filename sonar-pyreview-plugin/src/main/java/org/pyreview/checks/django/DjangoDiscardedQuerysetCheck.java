package org.pyreview.checks.django;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Discarded;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
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
    Map<ModuleCode, Set<Place>> tried = new HashMap<>();
    for (Discarded each : QueryUses.of(review.project()).discarded()) {
      // A statement that is left over in a test changes nothing for anybody.
      if (!each.module().file().path().isTest()
          && REFINEMENTS.contains(each.call().name())
          && !tried
              .computeIfAbsent(each.module(), DjangoDiscardedQuerysetCheck::tried)
              .contains(each.call().place())
          && !repeatsOrdering(each)) {
        review.report(each.module().file(), each.call().place(), message(each.call()));
      }
    }
  }

  /** {@code order_by("name")} of a model that is ordered by its name anyhow. */
  private static boolean repeatsOrdering(Discarded found) {
    return found.call().name().equals("order_by")
        && found
            .rows()
            .model()
            .meta("ordering")
            .filter(Expr.Collection.class::isInstance)
            .filter(
                each ->
                    texts(((Expr.Collection) each).elements())
                        .equals(texts(found.call().positional())))
            .isPresent();
  }

  private static List<String> texts(List<Expr> expressions) {
    return expressions.stream()
        .map(each -> each instanceof Expr.Text text ? text.value() : "")
        .toList();
  }

  /** What a file evaluates to see if it fails: Django checks names and values at once. */
  private static Set<Place> tried(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .flatMap(DjangoDiscardedQuerysetCheck::triedIn)
        .filter(Stmt.Evaluate.class::isInstance)
        .map(each -> ((Stmt.Evaluate) each).value().place())
        .collect(Collectors.toSet());
  }

  private static Stream<Stmt> triedIn(Stmt statement) {
    if (statement instanceof Stmt.With block && isExpecting(block)) {
      return block.body().stream().flatMap(Stmt::everything);
    }
    return statement instanceof Stmt.Try attempt
            && !attempt.handlers().isEmpty()
            && !attempt.body().isEmpty()
        ? Stream.of(attempt.body().get(attempt.body().size() - 1))
        : Stream.empty();
  }

  private static boolean isExpecting(Stmt.With block) {
    return block.resources().stream()
        .anyMatch(
            resource ->
                resource.value() instanceof Expr.Call call
                    && EXPECTING.matcher(call.name()).matches());
  }

  private static String message(Expr.Call call) {
    return call.receiver().orElseThrow() instanceof Expr.Name variable
        ? "Assign the result or remove the statement: %s() returns a new QuerySet and leaves \"%s\" as it was."
            .formatted(call.name(), variable.id())
        : "Use the result of %s() or remove the statement: a QuerySet that nobody reads does nothing."
            .formatted(call.name());
  }
}
