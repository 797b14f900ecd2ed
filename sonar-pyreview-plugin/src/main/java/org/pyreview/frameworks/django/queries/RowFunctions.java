package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

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
    } else if (!arguments.isEmpty() && arguments.get(0) instanceof Value.Rows rows) {
      Expr iterable = call.arguments().get(0).value();
      inDictionaries(call, scope).forEach(each -> expressions.eachRow(each, iterable, rows, scope));
    }
  }

  /**
   * {@code serialize(rows, extra={"city": lambda row: row.address.city})}: what writes rows out
   * asks each function for each row.
   */
  private static Stream<Expr.Lambda> inDictionaries(Expr.Call call, Scope scope) {
    return call.arguments().stream()
        .skip(1)
        .flatMap(argument -> dictionary(argument.value(), scope).stream())
        .flatMap(dictionary -> dictionary.entries().stream())
        .filter(entry -> entry.key().filter(Expr.Text.class::isInstance).isPresent())
        .flatMap(entry -> lambda(Optional.of(entry.value())).stream())
        .filter(each -> each.parameters().size() == 1);
  }

  /** A dictionary that is written in place, or the only one that a variable gets. */
  private static Optional<Expr.Mapping> dictionary(Expr argument, Scope scope) {
    if (argument instanceof Expr.Mapping mapping) {
      return Optional.of(mapping);
    }
    if (!(argument instanceof Expr.Name variable)) {
      return Optional.empty();
    }
    List<Expr> assigned =
        scope.function().stream()
            .flatMap(Stmt.Function::statements)
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(each -> each.name().filter(variable.id()::equals).isPresent())
            .flatMap(each -> each.value().stream())
            .toList();
    return assigned.size() == 1 && assigned.get(0) instanceof Expr.Mapping mapping
        ? Optional.of(mapping)
        : Optional.empty();
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
