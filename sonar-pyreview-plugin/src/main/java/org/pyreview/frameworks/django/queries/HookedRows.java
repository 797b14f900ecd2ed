package org.pyreview.frameworks.django.queries;

import java.util.Optional;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * Rows that code of other packages may restrict on their way: {@code for hook in hooks: rows =
 * hook(rows, request)}.
 */
final class HookedRows {

  private HookedRows() {}

  /** The rows that a hook gets and gives back; empty for any other assignment. */
  static Optional<Value> givenBack(Stmt.Assign assign, Scope scope) {
    return assign.value().orElse(null) instanceof Expr.Call call
            && call.callee() instanceof Expr.Name hook
            && scope.loops().stream().anyMatch(loop -> isTarget(hook, loop))
            && assign.name().filter(name -> isPassed(name, call)).isPresent()
        ? Optional.ofNullable(scope.names().get(assign.name().get()))
            .filter(Value.Rows.class::isInstance)
        : Optional.empty();
  }

  private static boolean isTarget(Expr.Name hook, Stmt.For loop) {
    return loop.target() instanceof Expr.Name name && name.id().equals(hook.id());
  }

  private static boolean isPassed(String name, Expr.Call call) {
    return call.positional().stream()
        .anyMatch(each -> each instanceof Expr.Name passed && passed.id().equals(name));
  }
}
