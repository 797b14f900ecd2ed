package org.pyreview.dataflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.Stmt;

/** Works out what calls give and change. */
final class Calls {

  private final Frame frame;
  private final Evaluation evaluation;

  Calls(Frame frame, Evaluation evaluation) {
    this.frame = frame;
    this.evaluation = evaluation;
  }

  Value of(Expr.Call call, State state) {
    return of(call, "", state);
  }

  private Value of(Expr.Call call, String then, State state) {
    Optional<Value> receiver =
        call.receiver()
            .map(
                each ->
                    each instanceof Expr.Call inner
                        ? of(inner, call.name(), state)
                        : evaluation.of(each, state));
    Value callee =
        receiver.isPresent()
            ? evaluation.attribute(receiver.get(), (Expr.Attribute) call.callee())
            : evaluation.of(call.callee(), state);
    List<Passed.Argument> arguments = new ArrayList<>();
    for (Expr.Argument each : call.arguments()) {
      arguments.add(
          new Passed.Argument(each.keyword(), each.value(), evaluation.of(each.value(), state)));
    }
    Passed passed = new Passed(receiver, arguments);
    Optional<Target> text = callee.name().equals("str") ? textOf(passed) : Optional.empty();
    if (text.isPresent()) {
      return project(call, text.get(), new Passed(text.get().self(), List.of()), state);
    }
    Optional<Target> target = target(call, receiver, callee);
    String name = target.isPresent() ? "" : callee.name();
    String method = target.isPresent() || receiver.isEmpty() ? "" : call.name();
    frame
        .tables()
        .validator(made(target).orElse(name), call.name())
        .filter(each -> !each.whenTrue())
        .ifPresent(each -> evaluation.conditions().checkArguments(call, each, state));
    frame.sinks().called(call, made(target).orElse(name), method, then, passed, state);
    if (frame.tables().isExit(name, method)) {
      frame.leave();
    }
    if (frame.tables().isSignature(call.name())) {
      // Harmless, but still known to be made of it: comparing the signature checks the data.
      return Value.of(passed.values()).without(Danger.all());
    }
    if (target.isPresent()) {
      return project(call, target.get(), passed, state);
    }
    return outside(call, callee, name, method, passed, state);
  }

  /**
   * A function of the project.
   *
   * @param self what a method is called on, or the new object
   * @param made the class whose object the call makes
   */
  private record Target(
      Optional<Meaning.Function> function, Optional<Value> self, Optional<ClassCode> made) {}

  private Optional<Target> target(Expr.Call call, Optional<Value> receiver, Value callee) {
    if (receiver.isPresent() && receiver.get().shape() instanceof Shape.Instance object) {
      return object
          .type()
          .method(call.name())
          .map(
              found ->
                  new Target(
                      Optional.of(new Meaning.Function(found.owner().module(), found.value())),
                      isStatic(found.value()) ? Optional.empty() : receiver,
                      Optional.empty()));
    }
    Meaning meaning = callee.meaning().orElse(null);
    if (meaning instanceof Meaning.Function function) {
      boolean isOfClass =
          receiver.isPresent() && isClass(receiver.get()) && isClassMethod(function.definition());
      return Optional.of(
          new Target(
              Optional.of(function), isOfClass ? receiver : Optional.empty(), Optional.empty()));
    }
    if (meaning instanceof Meaning.Class type) {
      ClassCode made = frame.classCode(type);
      return Optional.of(
          new Target(
              made.method("__init__")
                  .map(each -> new Meaning.Function(each.owner().module(), each.value())),
              Optional.of(Value.of(new Shape.Instance(made, Map.of()))),
              Optional.of(made)));
    }
    return Optional.empty();
  }

  /** {@code str(link)} is what {@code __str__} of its class gives. */
  private static Optional<Target> textOf(Passed passed) {
    return passed.arguments().size() == 1
            && passed.arguments().get(0).value().shape() instanceof Shape.Instance object
        ? object
            .type()
            .method("__str__")
            .map(
                found ->
                    new Target(
                        Optional.of(new Meaning.Function(found.owner().module(), found.value())),
                        Optional.of(passed.arguments().get(0).value()),
                        Optional.empty()))
        : Optional.empty();
  }

  /** What the tables call the class whose object a call makes. */
  private Optional<String> made(Optional<Target> target) {
    return target.flatMap(Target::made).map(frame::nameOf);
  }

  private static boolean isClass(Value value) {
    return value.meaning().orElse(null) instanceof Meaning.Class;
  }

  private static boolean isStatic(Stmt.Function function) {
    return isDecorated(function, "staticmethod");
  }

  private static boolean isClassMethod(Stmt.Function function) {
    return isDecorated(function, "classmethod");
  }

  private static boolean isDecorated(Stmt.Function function, String decorator) {
    return function.decorators().stream()
        .anyMatch(each -> each instanceof Expr.Name name && name.id().equals(decorator));
  }

  private Value project(Expr.Call call, Target target, Passed passed, State state) {
    if (target.function().isEmpty()) {
      return target
          .made()
          .map(type -> withFields(type, target.self().get(), passed))
          .orElse(Value.UNKNOWN);
    }
    Meaning.Function function = target.function().get();
    Passed settled =
        new Passed(
            target.self().map(state::settled),
            passed.arguments().stream()
                .map(
                    each ->
                        new Passed.Argument(
                            each.keyword(),
                            each.written(),
                            state
                                .settled(each.value())
                                .then(
                                    frame.step(
                                        each.written(),
                                        "This is passed to `"
                                            + function.definition().name()
                                            + "()`."))))
                .toList());
    Outcome outcome = frame.call(function, settled);
    outcome.checked().forEach(state::check);
    frame.checksIfTrue(call, outcome.checkedIfTrue());
    if (outcome.neverReturns()) {
      frame.leave();
    }
    if (target.made().isPresent()) {
      return outcome.self().orElse(target.self().get());
    }
    outcome.self().ifPresent(self -> call.receiver().ifPresent(each -> store(each, self, state)));
    for (Passed.Argument each : settled.arguments()) {
      outcome.changed(each).ifPresent(after -> store(each.written(), after, state));
    }
    return outcome
        .result()
        .then(frame.step(call, "`" + function.definition().name() + "()` gives it back here."));
  }

  /** An object whose class writes down its fields instead of an {@code __init__}. */
  private static Value withFields(ClassCode type, Value made, Passed passed) {
    Shape.Instance object = (Shape.Instance) made.shape();
    List<String> fields =
        type.body()
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(each -> each.annotation().isPresent())
            .flatMap(each -> each.name().stream())
            .toList();
    int position = 0;
    for (Passed.Argument each : passed.arguments()) {
      if (each.isPositional() && position < fields.size()) {
        object = object.with(fields.get(position++), each.value());
      } else if (!each.keyword().isEmpty() && !each.keyword().startsWith("*")) {
        object = object.with(each.keyword(), each.value());
      }
    }
    return made.withShape(object);
  }

  private Value outside(
      Expr.Call call, Value callee, String name, String method, Passed passed, State state) {
    Optional<FlowTables.Rendering> rendering = frame.tables().rendering(name);
    if (rendering.isPresent()) {
      return frame.renderings().rendered(rendering.get(), call, passed, state);
    }
    Optional<Value> made =
        switch (name) {
          case "dict" -> Containers.ofPairs(passed);
          case "enumerate" -> Containers.numbered(passed, evaluation);
          default -> Optional.empty();
        };
    if (made.isPresent()) {
      return made.get();
    }
    List<FlowTables.Propagator> propagators = frame.tables().propagators(name, method);
    for (FlowTables.Propagator each : propagators) {
      boolean applies =
          each.given().entrySet().stream()
              .allMatch(given -> frame.sinks().isPassed(passed, given.getKey(), given.getValue()));
      if (applies && areOwn(each.own(), passed)) {
        return propagated(each, passed).withName(name.isEmpty() ? "" : name + "()");
      }
    }
    Value receiver = passed.receiver().orElse(Value.UNKNOWN);
    if (!method.isEmpty()) {
      Optional<Value> text = Strings.call(receiver, method, passed);
      if (text.isPresent()) {
        return text.get();
      }
      Optional<Containers.Effect> effect = Containers.call(receiver, method, passed, evaluation);
      if (effect.isPresent()) {
        if (effect.get().receiver() != null) {
          store(call.receiver().get(), effect.get().receiver(), state);
        }
        return effect.get().result();
      }
    }
    return method.isEmpty()
        ? function(call, callee, name, passed)
        : method(call, callee, receiver, method, passed);
  }

  /**
   * Whether the first argument is a list whose elements at these positions the client can't choose.
   */
  private static boolean areOwn(List<Integer> positions, Passed passed) {
    return positions.isEmpty()
        || passed
            .get("0")
            .map(Passed.Argument::value)
            .filter(value -> value.taints().isEmpty())
            .filter(
                value ->
                    value.shape() instanceof Shape.Sequence list
                        && list.isComplete()
                        && positions.stream()
                            .allMatch(
                                at ->
                                    at < list.items().size() && !list.items().get(at).isTainted()))
            .isPresent();
  }

  private Value propagated(FlowTables.Propagator propagator, Passed passed) {
    List<Value> from = new ArrayList<>();
    List<String> parameters = propagator.parameters();
    if (parameters.isEmpty() || parameters.contains("self")) {
      passed.receiver().ifPresent(from::add);
    }
    if (parameters.isEmpty()) {
      from.addAll(passed.values());
    } else {
      passed.any(parameters).forEach(each -> from.add(each.value()));
    }
    if (propagator.harmless().size() == Danger.all().size()) {
      return Value.UNKNOWN;
    }
    if (propagator.givesPair()) {
      return Strings.pair(Value.of(from), propagator.ofLast());
    }
    if (!propagator.part().isEmpty()) {
      return Value.of(from).part(propagator.part()).without(propagator.harmless());
    }
    if (propagator.givesElements() && from.size() == 1) {
      Optional<Integer> elements = frame.tables().elements(from.get(0).name());
      if (elements.isPresent()) {
        Value whole = from.get(0);
        return Value.of(
            Shape.Sequence.of(
                IntStream.range(0, elements.get())
                    .mapToObj(at -> whole.part("[" + at + "]"))
                    .toList()));
      }
    }
    // A string that is only written otherwise still looks like what it was.
    boolean isSame = from.size() == 1 && from.get(0).isTainted();
    return (isSame ? from.get(0) : Value.of(from)).without(propagator.harmless());
  }

  private Value function(Expr.Call call, Value callee, String name, Passed passed) {
    if (name.equals("len") && passed.arguments().size() == 1) {
      return length(passed.arguments().get(0).value());
    }
    return name.isEmpty() ? Value.UNKNOWN : frame.named(callee.part("()"), name + "()", call);
  }

  private static Value length(Value value) {
    Integer known =
        value.shape() instanceof Shape.Sequence each && each.isComplete()
            ? Integer.valueOf(each.items().size())
            : value.string().map(String::length).orElse(null);
    return known == null ? Value.UNKNOWN : Value.ofConstant(BigDecimal.valueOf(known));
  }

  /** A method of something of which only the name or the client's data in it is known. */
  private Value method(Expr.Call call, Value callee, Value receiver, String method, Passed passed) {
    List<Passed.Argument> arguments = passed.positional();
    boolean isLookup =
        (method.equals("get") || method.equals("pop") || method.equals("getlist"))
            && !arguments.isEmpty();
    if (isLookup && (receiver.isTainted() || frame.tables().knowsBelow(receiver.name() + "[]"))) {
      Passed.Argument key = arguments.get(0);
      Value found =
          evaluation.item(
              receiver, key.value(), call, evaluation.keyText(key.written(), key.value()));
      Value all =
          method.equals("getlist")
              ? Value.of(Shape.Sequence.ofAny(found)).withTaintsOf(found.part(Origin.ELEMENT))
              : found;
      return arguments.size() > 1 ? all.or(arguments.get(1).value()) : all;
    }
    if (receiver.isTainted()) {
      Optional<Value> inside = inside(receiver, method);
      if (inside.isPresent()) {
        return inside.get();
      }
    }
    if (!callee.name().isEmpty()) {
      return frame.named(receiver.part("." + method + "()"), callee.name() + "()", call);
    }
    return receiver.taints().isEmpty() ? Value.UNKNOWN : receiver.part("." + method + "()");
  }

  /** The keys and entries of something that the client sends. */
  private static Optional<Value> inside(Value receiver, String method) {
    Value key = receiver.part(Origin.ELEMENT);
    Value value = receiver.part("value");
    return switch (method) {
      case "items" ->
          Optional.of(Shape.Sequence.of(List.of(key, value)))
              .map(Value::of)
              .map(Shape.Sequence::ofAny)
              .map(Value::of);
      case "keys" -> Optional.of(Value.of(Shape.Sequence.ofAny(key)));
      case "values" -> Optional.of(Value.of(Shape.Sequence.ofAny(value)));
      default -> Optional.empty();
    };
  }

  /** Puts a value where an expression reads it from. */
  void store(Expr target, Value value, State state) {
    frame.assign(target, value, state, evaluation);
  }
}
