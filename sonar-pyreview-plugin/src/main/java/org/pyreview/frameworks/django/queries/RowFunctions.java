package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.code.Expr;

/**
 * Functions that go over rows with a function of the caller's: {@code sorted(rows, key=lambda row:
 * row.customer.name)} reads a customer for every row, as a loop does.
 */
final class RowFunctions {

  /** Where the rows stand among the arguments. */
  private static final Map<String, Integer> WITH_KEY = Map.of("sorted", 0, "min", 0, "max", 0);

  private static final Map<String, Integer> BEHIND_FUNCTION = Map.of("map", 1, "filter", 1);

  private final Expressions expressions;

  RowFunctions(Expressions expressions) {
    this.expressions = expressions;
  }

  /** Follows the function, if a call is of that kind. */
  void follow(Expr.Call call, Value receiver, List<Value> arguments, Scope scope) {
    String name = call.name();
    boolean isBuiltin = call.callee() instanceof Expr.Name;
    if (isBuiltin && WITH_KEY.containsKey(name)) {
      follow(call.named("key"), call, WITH_KEY.get(name), arguments, scope);
    } else if (isBuiltin && BEHIND_FUNCTION.containsKey(name)) {
      follow(call.at(0, "function"), call, BEHIND_FUNCTION.get(name), arguments, scope);
    } else if (name.equals("groupby")) {
      follow(call.at(1, "key"), call, 0, arguments, scope);
    } else if (name.equals("sort") && receiver instanceof Value.Rows) {
      lambda(call.named("key"))
          .ifPresent(key -> expressions.eachRow(key, call.receiver().get(), receiver, scope));
    }
  }

  private void follow(
      Optional<Expr> function, Expr.Call call, int position, List<Value> arguments, Scope scope) {
    if (position < arguments.size() && arguments.get(position) instanceof Value.Rows rows) {
      Expr iterable = call.arguments().get(position).value();
      lambda(function).ifPresent(each -> expressions.eachRow(each, iterable, rows, scope));
    }
  }

  private static Optional<Expr.Lambda> lambda(Optional<Expr> function) {
    return function.filter(Expr.Lambda.class::isInstance).map(Expr.Lambda.class::cast);
  }
}
