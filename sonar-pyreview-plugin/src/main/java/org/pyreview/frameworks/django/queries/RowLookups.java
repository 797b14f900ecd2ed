package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** What is put into lists of rows, and taken out of dictionaries of them. */
final class RowLookups {

  private static final Set<String> ITERATED = Set.of("values", "items");

  private RowLookups() {}

  /** What a method of the dictionary gives. */
  static Value of(Value.Keyed keyed, String method, Scope scope) {
    if (method.equals("get") || method.equals("pop")) {
      return found(keyed, scope);
    }
    return method.equals("values") ? keyed.rows() : method.equals("items") ? keyed : Value.UNKNOWN;
  }

  /** {@code chosen.append(row)}: from then on the list holds rows of the loop. */
  static Optional<Value> listWith(List<Value> appended) {
    if (appended.size() != 1) {
      return Optional.empty();
    }
    return appended.get(0) instanceof Value.Row row && row.loop().isPresent()
        ? Optional.of(collected(row))
        : RowHolders.listOf(appended.get(0));
  }

  /** The row under a key: in a loop, that is one for every pass. */
  static Value found(Value.Keyed keyed, Scope scope) {
    Value.Rows rows = keyed.rows();
    Optional<Value.Loop> loop =
        scope.loops().stream()
            .reduce((outer, inner) -> inner)
            .map(Stmt.For::iterable)
            .map(each -> new Value.Loop(scope.module(), each, each.place(), scope.calls().size()));
    return new Value.Row(rows.query(), rows.path(), rows.model(), loop);
  }

  /** The rows that a loop over the dictionary goes through, if it isn't one over its keys. */
  static Optional<Value.Rows> iterated(Expr iterable, Value.Keyed keyed) {
    return iterable instanceof Expr.Call call && ITERATED.contains(call.name())
        ? Optional.of(keyed.rows())
        : Optional.empty();
  }

  /** Whether a loop over the dictionary gets keys along with rows. */
  static boolean givesPairs(Expr iterable) {
    return iterable instanceof Expr.Call call && call.name().equals("items");
  }

  /** What a comprehension collects of the rows it goes over. */
  static Value.Rows collected(Value.Row row) {
    return new Value.Rows(
        row.query(),
        row.path(),
        row.model(),
        false,
        false,
        false,
        Optional.empty(),
        Optional.empty());
  }
}
