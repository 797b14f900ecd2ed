package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Querysets that a view gets from an object of whatever class, for its own model: {@code
 * self.policy.orders_for(user).filter(…)} in {@code get_queryset()}. They load nothing if no
 * function of that name in the project does.
 */
final class GivenQuerysets {

  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");
  private static final Pattern GIVING_ROWS =
      Pattern.compile("get_(?:\\w+_)?(?:queryset|object_list)");

  private final Map<String, Boolean> loading = new HashMap<>();

  private GivenQuerysets(Project project) {
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      module
          .functions()
          .forEach(each -> loading.merge(each.name(), loads(each), Boolean::logicalOr));
    }
  }

  static GivenQuerysets of(Project project) {
    return project.knowledge(GivenQuerysets.class, GivenQuerysets::new);
  }

  private static boolean loads(Stmt.Function function) {
    return function
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(each -> each instanceof Expr.Call call && LOADING.contains(call.name()));
  }

  /** Whether a call gives what the method around it goes on with, the rows of its view. */
  boolean areGivenBy(Expr call, Scope scope) {
    boolean givesRows =
        scope
            .function()
            .filter(function -> GIVING_ROWS.matcher(function.name()).matches())
            .isPresent();
    return givesRows
        && call instanceof Expr.Call giving
        && loading.containsKey(giving.name())
        && !loading.get(giving.name());
  }

  /** The call whose rows a queryset's method refines; empty if it is called on something else. */
  static Optional<Expr> refinedBy(Expr.Call call) {
    return call.receiver()
        .filter(each -> each instanceof Expr.Call && Expressions.REFINING.contains(call.name()));
  }
}
