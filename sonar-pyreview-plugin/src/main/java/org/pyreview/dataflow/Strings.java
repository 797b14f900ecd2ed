package org.pyreview.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods of Python's own strings that put one together or take it apart. */
final class Strings {

  /** What follows the last dot of a path can't do. */
  private static final Set<Danger> LEADING_AWAY = Set.of(Danger.FILE_PATH, Danger.UPLOAD_NAME);

  private Strings() {}

  /** What a method gives that puts a string together or parts it; empty if it is another one. */
  static Optional<Value> call(Value receiver, String method, Passed passed) {
    if (method.equals("join") && passed.arguments().size() == 1 && receiver.shape() == null) {
      Value joined = passed.arguments().get(0).value();
      if (joined.shape() instanceof Shape.Sequence each && each.isComplete()) {
        List<Value> pieces = new ArrayList<>();
        for (Value item : each.items()) {
          if (!pieces.isEmpty()) {
            pieces.add(receiver);
          }
          pieces.add(item);
        }
        return Optional.of(Value.concatenated(pieces));
      }
      return Optional.of(Value.of(List.of(receiver, joined)));
    }
    boolean parts = method.equals("partition") || method.equals("rpartition");
    if (parts && receiver.isTainted() && passed.arguments().size() == 1) {
      // The separator, as the code writes it, or nothing.
      Value separator = passed.arguments().get(0).value().or(Value.ofText(""));
      Value part = receiver.part("split");
      boolean isAfterLastDot = method.equals("rpartition") && separator.strings().contains(".");
      Value last = isAfterLastDot ? part.without(LEADING_AWAY) : part;
      return Optional.of(Value.of(Shape.Sequence.of(List.of(part, separator, last))));
    }
    if (method.equals("format") && receiver.string().isPresent()) {
      return Optional.of(
          Templates.filled(
              receiver.string().get(),
              Templates.BRACES,
              (field, position) ->
                  passed
                      .get(field.isEmpty() ? String.valueOf(position) : field)
                      .map(Passed.Argument::value)
                      .orElseGet(() -> unpacked(passed, field))));
    }
    return Optional.empty();
  }

  /** A field of {@code **fields} or an element of {@code *values}. */
  private static Value unpacked(Passed passed, String field) {
    return Value.join(
        passed.arguments().stream()
            .filter(each -> each.keyword().startsWith("*"))
            .map(
                each ->
                    each.value().shape() instanceof Shape.Table table
                        ? table.get(field)
                        : Value.of(List.of(each.value())))
            .toList());
  }

  /**
   * The two pieces of a string around a separator.
   *
   * @param ofLast dangers that the second one doesn't bring
   */
  static Value pair(Value whole, Set<Danger> ofLast) {
    return Value.of(
        Shape.Sequence.of(List.of(whole.part("[0]"), whole.part("[1]").without(ofLast))));
  }
}
