package org.pyreview.dataflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ConstantOperation;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;

/** Works out what the expressions of a function can be, given what its names hold. */
final class Evaluation {

  /** Of {@code .html}. */
  private static final int LONGEST_ENDING = 5;

  private final Frame frame;
  private final Calls calls;
  private final Conditions conditions;

  Evaluation(Frame frame) {
    this.frame = frame;
    this.calls = new Calls(frame, this);
    this.conditions = new Conditions(frame, this);
  }

  Conditions conditions() {
    return conditions;
  }

  /** The value of an expression; calls in it change the state. */
  Value of(Expr expression, State state) {
    if (!frame.mayGoOn()) {
      return Value.UNKNOWN;
    }
    if (expression instanceof Expr.Name each) {
      return name(each, state);
    }
    if (expression instanceof Expr.Text each) {
      return Value.ofText(each.value());
    }
    if (expression instanceof Expr.Constant each) {
      return ConstantOperation.literal(each.text()).map(Value::ofConstant).orElse(Value.UNKNOWN);
    }
    if (expression instanceof Expr.Attribute each) {
      return attribute(each, state);
    }
    if (expression instanceof Expr.Call each) {
      return calls.of(each, state);
    }
    if (expression instanceof Expr.Item each) {
      return item(each, state);
    }
    if (expression instanceof Expr.Format each) {
      return format(each, state);
    }
    if (expression instanceof Expr.Operation each) {
      return operation(each, state);
    }
    return composed(expression, state);
  }

  private Value composed(Expr expression, State state) {
    if (expression instanceof Expr.Collection each) {
      return collection(each, state);
    }
    if (expression instanceof Expr.Mapping each) {
      return mapping(each, state);
    }
    if (expression instanceof Expr.Slice each) {
      return slice(each, state);
    }
    if (expression instanceof Expr.Conditional each) {
      return conditional(each, state);
    }
    if (expression instanceof Expr.Comprehension each) {
      return comprehension(each, state);
    }
    if (expression instanceof Expr.Await each) {
      return of(each.value(), state);
    }
    if (expression instanceof Expr.Star each) {
      return of(each.value(), state);
    }
    if (expression instanceof Expr.Walrus each) {
      Value value = of(each.value(), state).then(frame.step(each.target(), "assigned"));
      state.set(each.target().id(), value);
      return value;
    }
    if (expression instanceof Expr.Other each) {
      each.children().forEach(child -> of(child, state));
    }
    return Value.UNKNOWN;
  }

  private Value name(Expr.Name name, State state) {
    Value local = state.get(name.id()).orElse(null);
    return local != null ? local : frame.isLocal(name.id()) ? Value.UNKNOWN : frame.global(name);
  }

  private Value attribute(Expr.Attribute attribute, State state) {
    Optional<Value> stored = attribute.dotted().flatMap(state::get);
    return stored.isPresent() ? stored.get() : attribute(of(attribute.value(), state), attribute);
  }

  /** An attribute of a value that is known already. */
  Value attribute(Value base, Expr.Attribute attribute) {
    String name = attribute.name();
    if (base.shape() instanceof Shape.Instance object) {
      Value own = object.attributes().get(name);
      if (own != null) {
        return own;
      }
      return frame.classAttribute(object.type(), name);
    }
    if (base.meaning().isPresent()) {
      Meaning member = frame.member(attribute, base.meaning().get());
      return frame.valueOf(member);
    }
    if (!base.name().isEmpty()) {
      return frame.named(part(base, name), base.name() + "." + name, attribute);
    }
    return part(base, name);
  }

  /** An attribute of something of which only the client's data in it is known. */
  private Value part(Value base, String name) {
    Optional<FlowTables.Source> known =
        base.taints().isEmpty() ? Optional.empty() : frame.tables().attribute(name);
    return known.map(each -> base.part("." + name).without(each.harmless())).orElse(Value.UNKNOWN);
  }

  private Value item(Expr.Item item, State state) {
    Value base = of(item.value(), state);
    Value index = of(item.index(), state);
    return item(base, index, item, keyText(item.index(), index));
  }

  /** The origin's name for an element. */
  String keyText(Expr written, Value key) {
    return "["
        + key.constant()
            .map(Object::toString)
            .or(written::dotted)
            .orElse(written.place().toString())
        + "]";
  }

  /**
   * The element of a value.
   *
   * @param part the origin's name for it
   */
  Value item(Value base, Value index, Expr whole, String part) {
    Value own =
        base.name().isEmpty()
            ? base.part(part)
            : frame.named(base.part(part), base.name() + "[]", whole);
    Object key = index.constant().orElse(null);
    if (base.shape() instanceof Shape.Table table) {
      return (key == null ? table.any() : table.get(key)).withTaintsOf(own);
    }
    if (base.shape() instanceof Shape.Sequence sequence) {
      return element(sequence, key).withTaintsOf(own);
    }
    Optional<String> text = base.string();
    if (text.isPresent() && key instanceof BigDecimal number) {
      int at = position(number, text.get().length());
      return at < 0 ? Value.UNKNOWN : Value.ofText(text.get().substring(at, at + 1));
    }
    return own;
  }

  private static Value element(Shape.Sequence sequence, Object key) {
    if (key instanceof BigDecimal number && sequence.isComplete()) {
      int at = position(number, sequence.items().size());
      return at < 0 ? Value.UNKNOWN : sequence.items().get(at);
    }
    return sequence.any();
  }

  /** The position that an index means; negative if there is none. */
  private static int position(BigDecimal index, int length) {
    int at = index.intValue() < 0 ? length + index.intValue() : index.intValue();
    return at < length ? at : -1;
  }

  private Value slice(Expr.Slice slice, State state) {
    Value base = of(slice.value(), state);
    Optional<Value> lower = slice.lower().map(each -> of(each, state));
    Optional<Value> upper = slice.upper().map(each -> of(each, state));
    if (base.shape() instanceof Shape.Sequence sequence) {
      if (sequence.isComplete()
          && lower.stream().allMatch(Evaluation::isNumber)
          && upper.stream().allMatch(Evaluation::isNumber)) {
        int size = sequence.items().size();
        int from = bound(lower, 0, size);
        int to = Math.max(from, bound(upper, size, size));
        return Value.of(Shape.Sequence.of(sequence.items().subList(from, to)));
      }
      return Value.of(Shape.Sequence.ofAny(sequence.any())).withTaintsOf(base);
    }
    if (upper.isEmpty() && lower.filter(Evaluation::isOfEnd).isPresent()) {
      // name[-4:] is the ending of a name, and too short to lead anywhere.
      return base.part("[:]").without(Set.of(Danger.FILE_PATH, Danger.UPLOAD_NAME));
    }
    boolean isWithoutPrefix = upper.isEmpty() && lower.filter(each -> !isNumber(each)).isPresent();
    // text[len(prefix):] is what text.removeprefix() gives.
    return isWithoutPrefix ? Value.UNKNOWN.withTaintsOf(base) : base.part("[:]");
  }

  private static boolean isOfEnd(Value lower) {
    return lower.constant().orElse(null) instanceof BigDecimal number
        && number.signum() < 0
        && number.intValue() >= -LONGEST_ENDING;
  }

  private static boolean isNumber(Value value) {
    return value.constant().orElse(null) instanceof BigDecimal;
  }

  private static int bound(Optional<Value> value, int missing, int size) {
    int at = value.map(each -> ((BigDecimal) each.constant().get()).intValue()).orElse(missing);
    return Math.max(0, Math.min(size, at < 0 ? size + at : at));
  }

  private Value format(Expr.Format format, State state) {
    List<Value> values = format.values().stream().map(each -> of(each, state)).toList();
    List<Value> pieces = new ArrayList<>();
    int from = 0;
    int next = 0;
    String template = format.template();
    for (int hole = template.indexOf(Expr.Format.HOLE); hole >= 0; ) {
      pieces.add(Value.ofText(template.substring(from, hole)));
      pieces.add(next < values.size() ? values.get(next++) : Value.UNKNOWN);
      from = hole + 1;
      hole = template.indexOf(Expr.Format.HOLE, from);
    }
    pieces.add(Value.ofText(template.substring(from)));
    return Value.concatenated(pieces);
  }

  private Value operation(Expr.Operation operation, State state) {
    String operator = operation.operator();
    if (operator.equals("and") || operator.equals("or")) {
      return conditions.choice(operation, state);
    }
    List<Value> values = new ArrayList<>();
    operation.operands().forEach(each -> values.add(of(each, state)));
    if (values.size() == 1) {
      return values
          .get(0)
          .constant()
          .flatMap(each -> ConstantOperation.of(operator, each))
          .map(Value::ofConstant)
          .orElse(Value.UNKNOWN);
    }
    Value result = values.get(0);
    for (int i = 1; i < values.size(); i++) {
      result = operation(operator, result, values.get(i), operation.operands().get(i), state);
    }
    return result;
  }

  /** The result of an operator, of {@code +=} and the like too. */
  Value operation(String operator, Value left, Value right, Expr written, State state) {
    Optional<Value> fixed =
        left.constant()
            .flatMap(a -> right.constant().flatMap(b -> ConstantOperation.of(operator, a, b)))
            .map(Value::ofConstant);
    if (fixed.isPresent()) {
      return fixed.get();
    }
    Set<Danger> undone = frame.tables().undoneByOperatorsOf(left.name());
    if (!undone.isEmpty()) {
      return left.withTaintsOf(right.without(undone));
    }
    switch (operator) {
      case "+" -> {
        if (left.shape() instanceof Shape.Sequence a && right.shape() instanceof Shape.Sequence b) {
          return Value.of(a.plus(b));
        }
        return left.shape() == null && right.shape() == null
            ? Value.concatenated(List.of(left, right))
            : left.or(right);
      }
      case "%" -> {
        return percent(left, right);
      }
      case "/" -> {
        frame.sinks().joined(left, right, written, state);
        return Value.joined(left, right);
      }
      case "*", "|" -> {
        return left.or(right).withTaintsOf(Value.of(List.of(left, right)));
      }
      default -> {
        return Value.UNKNOWN;
      }
    }
  }

  private static Value percent(Value format, Value arguments) {
    Optional<String> template = format.string();
    if (template.isEmpty()) {
      return Value.of(List.of(format, arguments));
    }
    List<Value> values =
        arguments.shape() instanceof Shape.Sequence each && each.isComplete()
            ? each.items()
            : List.of();
    return Templates.filled(
        template.get(),
        Templates.PERCENT,
        (field, position) ->
            arguments.shape() instanceof Shape.Table table
                ? table.get(field)
                : values.isEmpty()
                    ? arguments
                    : position < values.size() ? values.get(position) : Value.UNKNOWN);
  }

  private Value collection(Expr.Collection collection, State state) {
    List<Value> items = new ArrayList<>();
    Value unpacked = null;
    for (Expr element : collection.elements()) {
      Value value = of(element, state);
      if (element instanceof Expr.Star) {
        Value inside = elementOf(value);
        unpacked = unpacked == null ? inside : unpacked.or(inside);
      } else {
        items.add(value);
      }
    }
    return Value.of(
        unpacked == null
            ? Shape.Sequence.of(items)
            : Shape.Sequence.ofAny(Value.join(items).or(unpacked)));
  }

  private Value mapping(Expr.Mapping mapping, State state) {
    Shape.Table table = Shape.Table.EMPTY;
    for (Expr.Entry entry : mapping.entries()) {
      Value value = of(entry.value(), state);
      if (entry.key().isPresent()) {
        Value key = of(entry.key().get(), state);
        table =
            key.constant().isPresent()
                ? table.with(key.constant().get(), value)
                : table.withAny(key, value);
      } else if (value.shape() instanceof Shape.Table unpacked) {
        table = (Shape.Table) Shape.or(table, unpacked);
      } else {
        table = table.withAny(value, value.part(Origin.ELEMENT));
      }
    }
    return Value.of(table);
  }

  private Value conditional(Expr.Conditional conditional, State state) {
    Optional<Boolean> known = of(conditional.test(), state).truth();
    State ifTrue = conditions.assume(conditional.test(), true, state.copy());
    State ifFalse = conditions.assume(conditional.test(), false, state.copy());
    if (known.isPresent()) {
      return known.get() ? of(conditional.then(), ifTrue) : of(conditional.otherwise(), ifFalse);
    }
    return ifTrue
        .settled(of(conditional.then(), ifTrue))
        .or(ifFalse.settled(of(conditional.otherwise(), ifFalse)));
  }

  private Value comprehension(Expr.Comprehension comprehension, State state) {
    State inner = state.copy();
    for (Expr.Clause clause : comprehension.clauses()) {
      Value iterated = of(clause.iterable(), inner);
      frame.assign(clause.target(), elementOf(iterated), inner, this);
      for (Expr condition : clause.conditions()) {
        of(condition, inner);
        inner = conditions.assume(condition, true, inner);
      }
    }
    if (comprehension.element() instanceof Expr.Mapping mapping && mapping.entries().size() == 1) {
      Expr.Entry entry = mapping.entries().get(0);
      State last = inner;
      Value inside = entry.key().map(each -> of(each, last)).orElse(Value.UNKNOWN);
      return Value.of(
          Shape.Table.EMPTY.withAny(last.settled(inside), last.settled(of(entry.value(), last))));
    }
    return Value.of(Shape.Sequence.ofAny(inner.settled(of(comprehension.element(), inner))));
  }

  /** What a loop over a value gets. */
  Value elementOf(Value iterated) {
    if (iterated.shape() instanceof Shape.Sequence each) {
      return each.any().withTaintsOf(iterated.part(Origin.ELEMENT));
    }
    if (iterated.shape() instanceof Shape.Table each) {
      return each.keys().withTaintsOf(iterated.part(Origin.ELEMENT));
    }
    return iterated.name().isEmpty()
        ? iterated.part(Origin.ELEMENT)
        : Value.named(iterated.name() + Origin.ELEMENT).withTaintsOf(iterated.part(Origin.ELEMENT));
  }
}
