package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.PrefetchedNames;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.frameworks.django.queries.QueryUses.Tested;
import org.pyreview.frameworks.django.queries.Value;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.sonar.check.Rule;

@Rule(key = "django-queryset-count-exists")
public class DjangoQuerysetCountExistsCheck extends CodeCheck {

  private static final Set<String> EXISTENCE = Set.of("> 0", "!= 0", "== 0", ">= 1", "< 1");

  @Override
  public void review(ProjectReview review) {
    QueryUses uses = QueryUses.of(review.project());
    PrefetchedNames prefetched = PrefetchedNames.of(review.project());
    for (Tested each : uses.tested()) {
      if (isMain(each.module())
          && isUsedOnce(each.expression(), each.function())
          && !prefetched.mayHold(each.rows())) {
        review.report(
            each.module().file(),
            each.expression().place(),
            "Ask with exists(): the truth of a QuerySet loads all its rows.");
      }
    }
    Set<String> counts = new HashSet<>();
    for (Called each : uses.called()) {
      if (!isMain(each.module())) {
        continue;
      }
      if (each.call().name().equals("count")
          && each.receiver() instanceof Value.Rows rows
          && rows.isLazy()
          && each.call().arguments().isEmpty()
          && !prefetched.mayHold(rows)) {
        counts.add(key(each.module(), each.call()));
      }
      reviewFunction(each, prefetched, review);
    }
    for (ModuleCode module : ProjectCode.of(review.project()).mainModules()) {
      if (!counts.isEmpty()) {
        reviewComparisons(module, counts, review);
      }
    }
  }

  private static boolean isMain(ModuleCode module) {
    return !module.file().path().isTest();
  }

  private static String key(ModuleCode module, Expr call) {
    return module + " " + call.place();
  }

  private static void reviewFunction(
      Called each, PrefetchedNames prefetched, ProjectReview review) {
    boolean isOnRows =
        each.call().callee() instanceof Expr.Name
            && each.arguments().size() == 1
            && each.arguments().get(0) instanceof Value.Rows rows
            && rows.isLazy()
            && !rows.isManager()
            && !prefetched.mayHold(rows)
            && isUsedOnce(each.call().positional().get(0), each.function());
    if (isOnRows && each.call().name().equals("len")) {
      review.report(
          each.module().file(),
          each.call().place(),
          "Ask with count(): len() loads all rows of the QuerySet to count them.");
    } else if (isOnRows && each.call().name().equals("bool")) {
      review.report(
          each.module().file(),
          each.call().place(),
          "Ask with exists(): the truth of a QuerySet loads all its rows.");
    }
  }

  private static void reviewComparisons(
      ModuleCode module, Set<String> counts, ProjectReview review) {
    module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Operation.class::isInstance)
        .map(Expr.Operation.class::cast)
        .filter(comparison -> comparison.operands().size() == 2)
        .filter(
            comparison ->
                comparison.operands().get(1) instanceof Expr.Constant limit
                    && EXISTENCE.contains(comparison.operator() + " " + limit.text()))
        .filter(comparison -> counts.contains(key(module, comparison.operands().get(0))))
        .forEach(
            comparison ->
                review.report(
                    module.file(),
                    comparison.place(),
                    "Ask with exists() instead of comparing count(): the database can stop at the first row."));
  }

  /** The rows of a call that nobody else reads, or of a variable that is read just here. */
  private static boolean isUsedOnce(Expr expression, Optional<Stmt.Function> function) {
    if (expression instanceof Expr.Call) {
      return true;
    }
    return expression instanceof Expr.Name variable
        && function.isPresent()
        && function.get().body().stream()
                .flatMap(Stmt::everything)
                .flatMap(DjangoQuerysetCountExistsCheck::reads)
                .flatMap(Expr::all)
                .filter(each -> each instanceof Expr.Name name && name.id().equals(variable.id()))
                .count()
            == 1;
  }

  private static Stream<Expr> reads(Stmt statement) {
    return statement instanceof Stmt.Assign assign && assign.operator().equals("=")
        ? Stream.concat(
            assign.value().stream(),
            assign.targets().stream().filter(target -> !(target instanceof Expr.Name)))
        : statement.expressions().stream();
  }
}
