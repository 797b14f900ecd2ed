package org.pyreview.dataflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The methods of Python's own lists, sets, dictionaries and of what behaves like them. */
final class Containers {

  private static final String BETWEEN_KEYS = "\u0002";

  /**
   * What a method does.
   *
   * @param result what it gives
   * @param receiver what it is called on afterwards; null if that doesn't change
   */
  record Effect(Value result, Value receiver) {

    static Effect of(Value result) {
      return new Effect(result, null);
    }

    static Effect changing(Value receiver) {
      return new Effect(Value.UNKNOWN, receiver);
    }
  }

  private Containers() {}

  /** What a method does to a value; empty if it is none of theirs. */
  static Optional<Effect> call(
      Value receiver, String method, Passed passed, Evaluation evaluation) {
    List<Value> arguments = passed.positional().stream().map(Passed.Argument::value).toList();
    Optional<Effect> written = write(receiver, method, arguments, evaluation);
    if (written.isPresent()) {
      return written;
    }
    if (receiver.shape() instanceof Shape.Table table) {
      return ofTable(receiver, table, method, arguments);
    }
    if (receiver.shape() instanceof Shape.Sequence sequence) {
      return ofSequence(receiver, sequence, method, arguments);
    }
    return Optional.empty();
  }

  private static Optional<Effect> write(
      Value receiver, String method, List<Value> arguments, Evaluation evaluation) {
    boolean isPlain = receiver.shape() == null && receiver.meaning().isEmpty();
    switch (method) {
      case "append", "add", "appendleft", "put", "put_nowait", "write" -> {
        boolean mayHold = isPlain || receiver.shape() instanceof Shape.Sequence;
        return arguments.size() == 1 && mayHold
            ? Optional.of(Effect.changing(appended(receiver, arguments.get(0))))
            : Optional.empty();
      }
      case "insert" -> {
        return arguments.size() == 2 && receiver.shape() instanceof Shape.Sequence each
            ? Optional.of(Effect.changing(inserted(receiver, each, arguments)))
            : Optional.empty();
      }
      case "extend" -> {
        return arguments.size() == 1 && receiver.shape() instanceof Shape.Sequence each
            ? Optional.of(
                Effect.changing(
                    receiver.withShape(each.plus(listOf(arguments.get(0), evaluation)))))
            : Optional.empty();
      }
      case "set" -> {
        return arguments.size() >= 2 ? set(receiver, arguments) : Optional.empty();
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private static Value appended(Value receiver, Value element) {
    if (receiver.shape() instanceof Shape.Sequence each) {
      if (each.isComplete()) {
        List<Value> items = new ArrayList<>(each.items());
        items.add(element);
        return receiver.withShape(Shape.Sequence.of(items));
      }
      return receiver.withShape(Shape.Sequence.ofAny(each.any().or(element)));
    }
    return element.isTainted() ? receiver.withShape(Shape.Sequence.ofAny(element)) : receiver;
  }

  private static Value inserted(Value receiver, Shape.Sequence sequence, List<Value> arguments) {
    Object position = arguments.get(0).constant().orElse(null);
    if (sequence.isComplete() && position instanceof BigDecimal number) {
      List<Value> items = new ArrayList<>(sequence.items());
      int at = Math.max(0, Math.min(items.size(), number.intValue()));
      items.add(at, arguments.get(1));
      return receiver.withShape(Shape.Sequence.of(items));
    }
    return receiver.withShape(Shape.Sequence.ofAny(sequence.any().or(arguments.get(1))));
  }

  private static Shape.Sequence listOf(Value iterated, Evaluation evaluation) {
    return iterated.shape() instanceof Shape.Sequence each
        ? each
        : Shape.Sequence.ofAny(evaluation.elementOf(iterated));
  }

  /** {@code settings.set("section", "key", value)}: read back by {@code get("section", "key")}. */
  private static Optional<Effect> set(Value receiver, List<Value> arguments) {
    List<Value> keys = arguments.subList(0, arguments.size() - 1);
    Value value = arguments.get(arguments.size() - 1);
    Shape.Table table = receiver.shape() instanceof Shape.Table each ? each : Shape.Table.EMPTY;
    return key(keys)
        .filter(key -> receiver.shape() == null || receiver.shape() instanceof Shape.Table)
        .map(key -> Effect.changing(receiver.withShape(table.with(key, value))));
  }

  private static Optional<Object> key(List<Value> keys) {
    if (keys.size() == 1) {
      return keys.get(0).constant();
    }
    StringBuilder joined = new StringBuilder();
    for (Value key : keys) {
      if (key.constant().isEmpty()) {
        return Optional.empty();
      }
      joined.append(key.constant().get()).append(BETWEEN_KEYS);
    }
    return Optional.of(joined.toString());
  }

  /** {@code dict(request.GET.items())}; empty for what isn't made of pairs. */
  static Optional<Value> ofPairs(Passed passed) {
    return Optional.of(passed.arguments())
        .filter(arguments -> arguments.size() == 1 && arguments.get(0).isPositional())
        .map(arguments -> arguments.get(0).value().shape())
        .filter(Shape.Sequence.class::isInstance)
        .map(pairs -> ((Shape.Sequence) pairs).any().shape())
        .filter(Shape.Sequence.class::isInstance)
        .map(pair -> ((Shape.Sequence) pair).items())
        .filter(pair -> pair.size() == 2)
        .map(pair -> Value.of(Shape.Table.EMPTY.withAny(pair.get(0), pair.get(1))));
  }

  /** {@code enumerate(request.GET)}: pairs of a number, which no client sends, and an element. */
  static Optional<Value> numbered(Passed passed, Evaluation evaluation) {
    return passed
        .at(0)
        .map(each -> List.of(Value.UNKNOWN, evaluation.elementOf(each.value())))
        .map(pair -> Value.of(Shape.Sequence.ofAny(Value.of(Shape.Sequence.of(pair)))));
  }

  private static Optional<Effect> ofTable(
      Value receiver, Shape.Table table, String method, List<Value> arguments) {
    return switch (method) {
      case "get", "pop", "setdefault", "getlist", "getint" ->
          arguments.isEmpty()
              ? Optional.empty()
              : Optional.of(get(receiver, table, method, arguments));
      case "items" -> Optional.of(Effect.of(Value.of(Shape.Sequence.ofAny(pair(receiver, table)))));
      case "keys" -> Optional.of(Effect.of(Value.of(Shape.Sequence.ofAny(keys(receiver, table)))));
      case "values" ->
          Optional.of(
              Effect.of(
                  Value.of(
                      Shape.Sequence.ofAny(table.any().withTaintsOf(receiver.part("value"))))));
      case "copy", "dict", "to_dict" -> Optional.of(Effect.of(receiver));
      case "clear" -> Optional.of(Effect.changing(Value.of(Shape.Table.EMPTY)));
      case "update" ->
          arguments.size() == 1
              ? Optional.of(Effect.changing(updated(receiver, table, arguments.get(0))))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Value keys(Value receiver, Shape.Table table) {
    return table.keys().withTaintsOf(receiver.part(Origin.ELEMENT));
  }

  private static Value pair(Value receiver, Shape.Table table) {
    Value value = table.any().withTaintsOf(receiver.part("value"));
    return Value.of(Shape.Sequence.of(List.of(keys(receiver, table), value)));
  }

  private static Effect get(
      Value receiver, Shape.Table table, String method, List<Value> arguments) {
    Optional<Object> joined = key(arguments).filter(table.entries()::containsKey);
    Optional<Object> key = arguments.get(0).constant();
    Value own = receiver.part("[" + key.map(Object::toString).orElse("") + "]");
    boolean isKnown = joined.isPresent() || key.filter(table.entries()::containsKey).isPresent();
    Value found =
        joined
            .map(table::get)
            .orElseGet(() -> key.isPresent() ? table.get(key.get()) : table.any());
    Value result = found.withTaintsOf(own);
    Value standard = arguments.size() > 1 && !isKnown ? result.or(arguments.get(1)) : result;
    if (method.equals("setdefault") && key.isPresent() && arguments.size() > 1 && !isKnown) {
      return new Effect(standard, receiver.withShape(table.with(key.get(), standard)));
    }
    return Effect.of(standard);
  }

  private static Value updated(Value receiver, Shape.Table table, Value other) {
    if (other.shape() instanceof Shape.Table more) {
      Shape.Table changed = table;
      for (Map.Entry<Object, Value> each : more.entries().entrySet()) {
        changed = changed.with(each.getKey(), each.getValue());
      }
      return receiver.withShape(
          more.other() == null ? changed : changed.withAny(more.keys(), more.other()));
    }
    return receiver.withShape(table.withAny(other.part(Origin.ELEMENT), other.part("value")));
  }

  private static Optional<Effect> ofSequence(
      Value receiver, Shape.Sequence sequence, String method, List<Value> arguments) {
    return switch (method) {
      case "pop", "popleft", "get", "get_nowait" ->
          Optional.of(popped(receiver, sequence, method, arguments));
      case "copy", "__iter__" -> Optional.of(Effect.of(receiver));
      case "clear" -> Optional.of(Effect.changing(Value.of(Shape.Sequence.of(List.of()))));
      case "reverse", "sort", "remove", "discard" ->
          Optional.of(
              Effect.changing(receiver.withShape(new Shape.Sequence(List.of(), sequence.any()))));
      case "update", "union" ->
          Optional.of(
              Effect.changing(
                  receiver.withShape(
                      Shape.Sequence.ofAny(sequence.any().or(Value.of(arguments))))));
      case "index", "count" -> Optional.of(Effect.of(Value.UNKNOWN));
      default -> Optional.empty();
    };
  }

  private static Effect popped(
      Value receiver, Shape.Sequence sequence, String method, List<Value> arguments) {
    if (!sequence.isComplete() || sequence.items().isEmpty()) {
      return Effect.of(sequence.any());
    }
    int size = sequence.items().size();
    int position = method.equals("pop") ? size - 1 : 0;
    if (!arguments.isEmpty()) {
      Object index = arguments.get(0).constant().orElse(null);
      if (!(index instanceof BigDecimal number)) {
        return new Effect(sequence.any(), receiver.withShape(Shape.Sequence.ofAny(sequence.any())));
      }
      position = number.intValue() < 0 ? size + number.intValue() : number.intValue();
    }
    if (position < 0 || position >= size) {
      return Effect.of(Value.UNKNOWN);
    }
    List<Value> left = new ArrayList<>(sequence.items());
    Value taken = left.remove(position);
    return new Effect(taken, receiver.withShape(Shape.Sequence.of(left)));
  }
}
