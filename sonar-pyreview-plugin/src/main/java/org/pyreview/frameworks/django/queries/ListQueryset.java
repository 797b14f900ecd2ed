package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.rest.ListViews.ListView;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/** How the code of a view makes the rows of its list, as far as it decides what can be added. */
final class ListQueryset {

  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");

  private final List<Expr.Call> steps = new ArrayList<>();

  ListQueryset(ListView list) {
    ClassCode view = list.view();
    if (list.ownRows().isPresent()) {
      made(list.ownRows().get().made()).forEach(this::addSteps);
      return;
    }
    Optional<ClassCode.Member<Stmt.Function>> method = view.method("get_queryset");
    if (method.isPresent()) {
      view.lineage().stream()
          .flatMap(each -> each.definition().method("get_queryset").stream())
          .forEach(each -> made(each).forEach(this::addSteps));
    }
    view.attribute("queryset").ifPresent(declared -> addSteps(declared.value()));
  }

  /** What a method returns, and what it assigns to the names it returns. */
  private static List<Expr> made(Stmt.Function function) {
    List<Expr> made = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Stmt> statements = function.statements().toList();
    for (Stmt each : statements) {
      if (each instanceof Stmt.Return answer && answer.value().isPresent()) {
        made.add(answer.value().get());
        root(answer.value().get()).ifPresent(names::add);
      }
    }
    // From the end: what a name is made of stands before it.
    for (int i = statements.size() - 1; i >= 0; i--) {
      if (statements.get(i) instanceof Stmt.Assign assign
          && assign.value().isPresent()
          && assign.name().filter(names::contains).isPresent()) {
        made.add(assign.value().get());
        root(assign.value().get()).ifPresent(names::add);
      }
    }
    return made;
  }

  private static Optional<String> root(Expr made) {
    Expr at = made;
    while (at instanceof Expr.Call call && call.receiver().isPresent()) {
      at = call.receiver().get();
    }
    return at instanceof Expr.Name name ? Optional.of(name.id()) : Optional.empty();
  }

  private void addSteps(Expr made) {
    Optional<Expr> at = Optional.of(made);
    while (at.isPresent() && at.get() instanceof Expr.Call call) {
      steps.add(call);
      at = call.receiver();
    }
  }

  /** Whether a relation's own column is loaded: a deferred one can't be joined. */
  boolean hasColumn(String relation) {
    return steps.stream()
        .allMatch(
            step ->
                switch (step.name()) {
                  case "only" -> names(step, relation);
                  case "defer" -> !names(step, relation);
                  default -> true;
                });
  }

  private static boolean names(Expr.Call step, String relation) {
    return step.arguments().stream()
        .anyMatch(
            each ->
                each.value() instanceof Expr.Text text
                    && text.value().split("__")[0].equals(relation));
  }

  /**
   * Whether the rows are those of one object, given by its key, as in {@code
   * filter(order_id=self.kwargs["order"])}: what leads back to it costs a query for each, but it
   * has few.
   */
  boolean areOfOne(String relation) {
    return conditions(relation + "_id", relation + "__pk", relation + "__id").stream()
        .anyMatch(value -> !isUser(value));
  }

  /**
   * Whether the rows are those of who asks, {@code filter(owner=request.user)}, which may be many:
   * the condition alone puts nobody on them.
   */
  boolean areOfUser(String relation) {
    return conditions(relation).stream().anyMatch(ListQueryset::isUser)
        && steps.stream().noneMatch(step -> LOADING.contains(step.name()) && names(step, relation));
  }

  private List<Expr> conditions(String... keywords) {
    Set<String> wanted = Set.of(keywords);
    return steps.stream()
        .filter(step -> step.name().equals("filter"))
        .flatMap(step -> step.arguments().stream())
        .filter(argument -> wanted.contains(argument.keyword()))
        .map(Expr.Argument::value)
        .toList();
  }

  private static boolean isUser(Expr value) {
    return value
        .dotted()
        .filter(name -> name.matches("(?:.*\\.)?user(?:\\.(?:pk|id))?"))
        .isPresent();
  }

  /** Whether a condition already looks at related rows: their number would be another one. */
  boolean looksAt(String relation) {
    return steps.stream()
        .filter(step -> step.name().equals("filter"))
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .flatMap(each -> ((Expr.Call) each).arguments().stream())
        .anyMatch(argument -> (argument.keyword() + "__").startsWith(relation + "__"));
  }

  /**
   * The same load, asked for where the rows are first put together, if its place is one that only
   * some requests reach: {@code if wanted: rows = rows.filter(…)}.
   */
  static MissingLoad atBase(MissingLoad load) {
    return load.module()
        .functions()
        .flatMap(function -> base(function, load).stream())
        .findFirst()
        .map(base -> at(base, load))
        .orElse(load);
  }

  private static Optional<Expr> base(Stmt.Function function, MissingLoad load) {
    if (function.place().line() > load.origin().place().line()) {
      return Optional.empty();
    }
    Optional<String> refined =
        function.body().stream()
            .filter(each -> each instanceof Stmt.If)
            .flatMap(Stmt::sameScope)
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(assign -> assign.name().isPresent() && root(assign).equals(assign.name()))
            .filter(assign -> assign.value().get().all().anyMatch(each -> isAt(each, load)))
            .flatMap(assign -> assign.name().stream())
            .findFirst();
    return function.body().stream()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> refined.isPresent() && assign.name().equals(refined))
        .flatMap(assign -> assign.value().stream())
        .filter(Expr.Call.class::isInstance)
        .findFirst();
  }

  private static Optional<String> root(Stmt.Assign assign) {
    return assign.value().flatMap(ListQueryset::root);
  }

  private static boolean isAt(Expr expression, MissingLoad load) {
    return expression.place().equals(load.origin().place());
  }

  private static MissingLoad at(Expr base, MissingLoad load) {
    ModuleCode module = load.module();
    return new MissingLoad(
        module, base, load.accesses(), load.joined(), load.prefetched(), load.refined());
  }
}
