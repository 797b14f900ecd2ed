package org.pyreview.checks.django;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.FewRows;
import org.pyreview.frameworks.django.queries.PrefetchedNames;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.frameworks.django.queries.QueryUses.Tested;
import org.pyreview.frameworks.django.queries.RefusedRows;
import org.pyreview.frameworks.django.queries.Value;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;
import org.sonar.check.Rule;

@Rule(key = "django-queryset-count-exists")
public class DjangoQuerysetCountExistsCheck extends CodeCheck {

  private static final Set<String> EXISTENCE = Set.of("> 0", "!= 0", "== 0", ">= 1", "< 1");

  @Override
  public void review(ProjectReview review) {
    QueryUses uses = QueryUses.of(review.project());
    PrefetchedNames prefetched = PrefetchedNames.of(review.project());
    CodeRoles roles = CodeRoles.of(review.project());
    FewRows few = new FewRows(review.project());
    RefusedRows refused = new RefusedRows(review.project());
    for (Tested each : uses.tested()) {
      if (isServing(each.module(), roles)
          && isUsedOnce(each.expression(), each.function())
          && !prefetched.mayHold(each.rows())
          && few.areMany(each.rows())
          && !few.areLoaded(each.rows())
          && !refused.areAskedFor(each.expression(), each.rows(), each.module())) {
        review.report(
            each.module().file(),
            each.expression().place(),
            "Ask with exists(): the truth of a QuerySet loads all its rows.");
      }
    }
    Map<String, Value.Rows> counts = new HashMap<>();
    for (Called each : uses.called()) {
      if (!isServing(each.module(), roles)) {
        continue;
      }
      if (each.call().name().equals("count")
          && each.receiver() instanceof Value.Rows rows
          && rows.isLazy()
          && each.call().arguments().isEmpty()
          && !prefetched.mayHold(rows)
          && few.areMany(rows)
          && !few.areCounted(rows)
          && isOnlyRefined(each.call().receiver().orElseThrow(), each.function())) {
        counts.put(key(each.module(), each.call()), rows);
      }
      reviewFunction(each, prefetched, few, review);
    }
    for (ModuleCode module : ProjectCode.of(review.project()).mainModules()) {
      if (!counts.isEmpty()) {
        reviewComparisons(module, counts, refused, review);
      }
    }
  }

  /** Whether the code answers requests or works for them; a command counts once. */
  private static boolean isServing(ModuleCode module, CodeRoles roles) {
    CodeRole role = roles.of(module.file());
    return role == CodeRole.SERVER || role == CodeRole.WORKER;
  }

  private static String key(ModuleCode module, Expr call) {
    return module + " " + call.place();
  }

  private static void reviewFunction(
      Called each, PrefetchedNames prefetched, FewRows few, ProjectReview review) {
    boolean isOnRows =
        each.call().callee() instanceof Expr.Name
            && each.arguments().size() == 1
            && each.arguments().get(0) instanceof Value.Rows rows
            && rows.isLazy()
            && !rows.isManager()
            && !rows.query().isGuess()
            && !prefetched.mayHold(rows)
            && few.areMany(rows)
            && !few.areLoaded(rows)
            && isUsedOnce(each.call().positional().get(0), each.function());
    if (isOnRows && each.call().name().equals("len")) {
      review.report(
          each.module().file(),
          each.call().place(),
          isCompared(each.call(), each.module())
              ? "Ask with exists(): len() loads all rows of the QuerySet to see whether there is one."
              : "Ask with count(): len() loads all rows of the QuerySet to count them.");
    } else if (isOnRows && each.call().name().equals("bool")) {
      review.report(
          each.module().file(),
          each.call().place(),
          "Ask with exists(): the truth of a QuerySet loads all its rows.");
    }
  }

  private static void reviewComparisons(
      ModuleCode module,
      Map<String, Value.Rows> counts,
      RefusedRows refused,
      ProjectReview review) {
    comparisons(module)
        .filter(
            comparison -> {
              Value.Rows rows = counts.get(key(module, comparison.operands().get(0)));
              return rows != null
                  && !refused.areAskedFor(comparison, rows, module)
                  && !isCountedAgain((Expr.Call) comparison.operands().get(0), module);
            })
        .forEach(
            comparison ->
                review.report(
                    module.file(),
                    comparison.place(),
                    "Ask with exists() instead of comparing count(): the database can stop at the first row."));
  }

  /** Comparisons that only ask whether there is a row. */
  private static Stream<Expr.Operation> comparisons(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Operation.class::isInstance)
        .map(Expr.Operation.class::cast)
        .filter(comparison -> comparison.operands().size() == 2)
        .filter(
            comparison ->
                comparison.operands().get(1) instanceof Expr.Constant limit
                    && EXISTENCE.contains(comparison.operator() + " " + limit.text()));
  }

  private static boolean isCompared(Expr call, ModuleCode module) {
    return comparisons(module)
        .anyMatch(each -> each.operands().get(0).place().equals(call.place()));
  }

  /** Whether the function asks further down for the number of the same rows: it is needed. */
  private static boolean isCountedAgain(Expr.Call count, ModuleCode module) {
    Optional<String> rows = count.receiver().flatMap(Expr::dotted);
    return rows.isPresent()
        && module
            .functions()
            .filter(function -> calls(function).anyMatch(count::equals))
            .flatMap(DjangoQuerysetCountExistsCheck::calls)
            .filter(call -> call.place().line() > count.place().line())
            .filter(call -> call.name().equals("count"))
            .filter(call -> call.receiver().flatMap(Expr::dotted).equals(rows))
            .anyMatch(call -> !isCompared(call, module));
  }

  private static Stream<Expr.Call> calls(Stmt.Function function) {
    return function.body().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
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

  /**
   * Whether nothing reads the rows of a variable whose rows are counted: once they are loaded,
   * {@code count()} takes their number from memory.
   */
  private static boolean isOnlyRefined(Expr counted, Optional<Stmt.Function> function) {
    return !(counted instanceof Expr.Name variable)
        || function.isEmpty()
        || function.get().body().stream()
            .flatMap(Stmt::everything)
            .flatMap(DjangoQuerysetCountExistsCheck::reads)
            .noneMatch(each -> mentionsBare(each, variable.id()));
  }

  /** Whether a variable stands by itself in an expression, and not before a dot. */
  private static boolean mentionsBare(Expr expression, String variable) {
    long all = named(expression.all(), variable);
    long beforeDot =
        named(
            expression
                .all()
                .filter(Expr.Attribute.class::isInstance)
                .map(each -> ((Expr.Attribute) each).value()),
            variable);
    return all > beforeDot;
  }

  private static long named(Stream<Expr> expressions, String variable) {
    return expressions
        .filter(each -> each instanceof Expr.Name name && name.id().equals(variable))
        .count();
  }

  private static Stream<Expr> reads(Stmt statement) {
    return statement instanceof Stmt.Assign assign && assign.operator().equals("=")
        ? Stream.concat(
            assign.value().stream(),
            assign.targets().stream().filter(target -> !(target instanceof Expr.Name)))
        : statement.expressions().stream();
  }
}
