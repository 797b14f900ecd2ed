package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dictionaries, tuples and forms that hold a row of a loop, and lists of them. */
final class RowHolders {

  private RowHolders() {}

  /** A list of such elements; empty if there is no row of a loop in them. */
  static Optional<Value> listOf(Value element) {
    return (element instanceof Value.Tuple || element instanceof Value.Context)
            && rowsIn(element).anyMatch(row -> row.loop().isPresent())
        ? Optional.of(new Value.Listed(element))
        : Optional.empty();
  }

  private static Stream<Value.Row> rowsIn(Value value) {
    if (value instanceof Value.Row row) {
      return Stream.of(row);
    }
    if (value instanceof Value.Form form) {
      return Stream.of(form.row());
    }
    if (value instanceof Value.Tuple tuple) {
      return tuple.parts().stream().flatMap(RowHolders::rowsIn);
    }
    return value instanceof Value.Context context
        ? context.entries().values().stream().flatMap(RowHolders::rowsIn)
        : Stream.empty();
  }

  /** The same element with other rows in it. */
  static Value replaced(Value element, UnaryOperator<Value.Row> change) {
    if (element instanceof Value.Row row) {
      return change.apply(row);
    }
    if (element instanceof Value.Form form) {
      return new Value.Form(change.apply(form.row()));
    }
    if (element instanceof Value.Tuple tuple) {
      return new Value.Tuple(tuple.parts().stream().map(each -> replaced(each, change)).toList());
    }
    return element instanceof Value.Context context
        ? new Value.Context(
            context.entries().entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, each -> replaced(each.getValue(), change))))
        : element;
  }

  /** {@code drafts + orders}: rows of several models, or of one. */
  static Value joined(List<Value> operands) {
    List<Value.Rows> parts = new ArrayList<>();
    for (Value each : operands) {
      if (each instanceof Value.Rows rows) {
        parts.add(rows);
      } else if (each instanceof Value.Mixed mixed) {
        parts.addAll(mixed.parts());
      } else if (!(each instanceof Value.Nothing)) {
        return Value.UNKNOWN;
      }
    }
    return parts.stream().map(Value.Rows::model).distinct().count() > 1
        ? new Value.Mixed(List.copyOf(parts))
        : operands.stream().reduce(QueryReader::merge).orElse(Value.UNKNOWN);
  }
}
