package org.pyreview.dataflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pyreview.project.code.Expr;

/** What a condition says about the client's data where it holds, and where it doesn't. */
final class Conditions {

  private static final Set<String> SETS = Set.of("set", "frozenset", "keys");

  private final Frame frame;
  private final Evaluation evaluation;

  /** The variables whose values are looked at. */
  private final Set<String> asked = new HashSet<>();

  Conditions(Frame frame, Evaluation evaluation) {
    this.frame = frame;
    this.evaluation = evaluation;
  }

  /** The state where a condition has turned out true or false; the given one may change. */
  State assume(Expr condition, boolean truth, State state) {
    if (condition instanceof Expr.Operation operation) {
      return operation(operation, truth, state);
    }
    if (condition instanceof Expr.Call call) {
      call(call, truth, state);
    } else if (condition instanceof Expr.Comprehension comprehension && !truth) {
      every(comprehension, each -> null, state);
    } else if (condition instanceof Expr.Name name) {
      assigned(name, truth, state);
    } else if (condition instanceof Expr.Walrus walrus) {
      return assume(walrus.value(), truth, state);
    }
    if (!truth) {
      // What is empty does no harm.
      evaluation.of(condition, state).taints().forEach(taint -> check(taint, Danger.all(), state));
    }
    return state;
  }

  private State operation(Expr.Operation operation, boolean truth, State state) {
    List<Expr> operands = operation.operands();
    boolean isSign = operands.size() < 2 && !operation.operator().equals("not");
    if (isSign) {
      return state;
    }
    switch (operation.operator()) {
      case "not" -> {
        return assume(operands.get(0), !truth, state);
      }
      case "and" -> {
        return truth ? all(operands, true, state) : any(operands, false, state);
      }
      case "or" -> {
        return truth ? any(operands, true, state) : all(operands, false, state);
      }
      case "==", "is" -> comparison(operands, truth, state);
      case "!=", "is not" -> comparison(operands, !truth, state);
      case "in" -> membership(operands.get(0), operands.get(1), truth, state);
      case "not in" -> membership(operands.get(0), operands.get(1), !truth, state);
      case "<=", "<" -> inclusion(operands.get(0), operands.get(1), truth, state);
      case ">=", ">" -> inclusion(operands.get(1), operands.get(0), truth, state);
      case "-" -> difference(operands.get(0), operands.get(1), !truth, state);
      default -> {
        // Being smaller or larger says nothing about a text.
      }
    }
    return state;
  }

  private State all(List<Expr> operands, boolean truth, State state) {
    State reached = state;
    for (Expr each : operands) {
      reached = assume(each, truth, reached);
    }
    return reached;
  }

  /** One of the operands has decided; those before it have turned out the other way. */
  private State any(List<Expr> operands, boolean truth, State state) {
    State joined = null;
    State before = state;
    for (Expr each : Switch.without(operands)) {
      joined = State.join(joined, assume(each, truth, before.copy()));
      before = assume(each, !truth, before);
    }
    return joined;
  }

  private void comparison(List<Expr> operands, boolean areEqual, State state) {
    if (operands.size() != 2) {
      return;
    }
    if (!areEqual) {
      if (isNone(operands.get(1))) {
        exists(operands.get(0), state);
      }
      return;
    }
    if (ContentType.isSaidToBeJson(operands)) {
      // A browser sends no form with it, and shows none of the answers to scripts of others.
      state.check(State.EVERYTHING, Set.of(Danger.HTML));
    }
    Value left = evaluation.of(operands.get(0), state);
    Value right = evaluation.of(operands.get(1), state);
    compared(left, right, state);
    compared(right, left, state);
  }

  /** What equals something that isn't the client's is checked, and so is what was signed. */
  private void compared(Value value, Value other, State state) {
    for (Taint taint : value.everyTaint()) {
      if (!other.isTainted() || taint.harmless().containsAll(Danger.all())) {
        check(taint, Danger.all(), state);
      }
    }
  }

  private void membership(Expr element, Expr collection, boolean isIn, State state) {
    Value left = evaluation.of(element, state);
    Value right = evaluation.of(collection, state);
    if (isIn) {
      if (!right.isTainted()) {
        left.taints().forEach(taint -> check(taint, Danger.all(), state));
      }
      // base in path.parents
      right.taints().forEach(taint -> checkPart(taint, state));
    } else {
      left.string()
          .ifPresent(
              text ->
                  right
                      .taints()
                      .forEach(
                          taint -> check(taint, frame.tables().checkedByAbsenceOf(text), state)));
    }
  }

  /** {@code set(params) <= FIELDS}. */
  private void inclusion(Expr part, Expr whole, boolean isPart, State state) {
    if (isPart && (isSet(part, state) || isSet(whole, state))) {
      difference(part, whole, true, state);
    }
  }

  private boolean isSet(Expr written, State state) {
    return (written instanceof Expr.Call call && SETS.contains(call.name()))
        || evaluation.of(written, state).shape() instanceof Shape.Sequence;
  }

  /** {@code set(params) - FIELDS}, and whether nothing is left of it. */
  private void difference(Expr checked, Expr known, boolean isEmpty, State state) {
    if (isEmpty && !evaluation.of(known, state).isTainted()) {
      Value element = evaluation.elementOf(evaluation.of(checked, state));
      element.everyTaint().forEach(taint -> check(taint, Danger.all(), state));
    }
  }

  /**
   * What holds for every element of what a comprehension goes through.
   *
   * @param last the state behind its element where its conditions hold; null for none
   */
  private void every(Expr.Comprehension comprehension, UnaryOperator<State> last, State state) {
    if (comprehension.clauses().size() != 1) {
      return;
    }
    Expr.Clause clause = comprehension.clauses().get(0);
    Value element = evaluation.elementOf(evaluation.of(clause.iterable(), state));
    State reached = state.copy();
    frame.assign(clause.target(), element, reached, evaluation);
    State end = null;
    for (Expr condition : clause.conditions()) {
      end = State.join(end, assume(condition, false, reached.copy()));
      reached = assume(condition, true, reached);
    }
    state.checkElements(element, State.join(end, last.apply(reached)));
  }

  private static boolean isNone(Expr written) {
    return written instanceof Expr.Constant constant && constant.text().equals("None");
  }

  /** After {@code found is not None}. */
  private void exists(Expr found, State state) {
    if (found instanceof Expr.Name name) {
      assigned(name, true, state);
    } else if (found instanceof Expr.Call call) {
      lookup(call, state);
    }
  }

  /** What a variable says of the data that its value was found with. */
  private void assigned(Expr.Name name, boolean truth, State state) {
    // A value may be made from what the variable had before: names = [… for each in names or ()].
    if (asked.add(name.id())) {
      frame.onlyAssigned(name.id()).ifPresent(value -> assigned(value, truth, state));
      asked.remove(name.id());
    }
  }

  private void assigned(Expr value, boolean truth, State state) {
    if (!truth && isSelection(value)) {
      assume(value, false, state);
    } else if (truth && value instanceof Expr.Await wait) {
      assigned(wait.value(), true, state);
    } else if (truth && value instanceof Expr.Call call) {
      lookup(call, state);
      frame
          .validator(call, state)
          .filter(FlowTables.Validator::whenTrue)
          .ifPresent(each -> checkArguments(call, each, state));
    }
  }

  /** {@code next((each for each in KNOWN if each.id == id), None)}, {@code KNOWN.get(id)}. */
  private void lookup(Expr.Call call, State state) {
    List<Expr> arguments = call.positional();
    boolean isFirst =
        call.name().equals("next")
            && call.receiver().isEmpty()
            && !arguments.isEmpty()
            && arguments.get(0) instanceof Expr.Comprehension;
    if (isFirst) {
      some((Expr.Comprehension) arguments.get(0), false, state);
    } else if (call.name().equals("get") && call.receiver().isPresent() && !arguments.isEmpty()) {
      found(evaluation.of(call.receiver().get(), state), arguments, state);
    }
  }

  /** A key that something has which isn't the client's is one of its keys. */
  private void found(Value container, List<Expr> key, State state) {
    if (!container.isTainted()) {
      for (Expr each : key) {
        evaluation.of(each, state).taints().forEach(it -> check(it, Danger.all(), state));
      }
    }
  }

  /**
   * What holds where some element of what a comprehension goes through meets its conditions: of the
   * data that the elements are compared with.
   *
   * @param isElement whether the comprehension's own element has to be true, too
   */
  private void some(Expr.Comprehension comprehension, boolean isElement, State state) {
    if (comprehension.clauses().size() != 1) {
      return;
    }
    Expr.Clause clause = comprehension.clauses().get(0);
    Value element = evaluation.elementOf(evaluation.of(clause.iterable(), state));
    if (element.isTainted()) {
      return;
    }
    State reached = state.copy();
    frame.assign(clause.target(), element, reached, evaluation);
    for (Expr condition : clause.conditions()) {
      reached = assume(condition, true, reached);
    }
    if (isElement) {
      reached = assume(comprehension.element(), true, reached);
    }
    reached.checked().forEach(state::check);
  }

  /** Whether an expression gives the elements that don't meet a condition. */
  private static boolean isSelection(Expr written) {
    return written instanceof Expr.Comprehension
        || (written instanceof Expr.Operation each && each.operator().equals("-"))
        || (written instanceof Expr.Call call && call.name().equals("difference"));
  }

  /** After {@code del params[key]} or {@code params.pop(key)}: the key is no longer there. */
  void removed(Expr written, State state) {
    Optional<Expr> key =
        written instanceof Expr.Item item
            ? Optional.of(item.index())
            : written instanceof Expr.Call call
                    && call.name().equals("pop")
                    && !call.arguments().isEmpty()
                ? Optional.of(call.arguments().get(0).value())
                : Optional.empty();
    key.ifPresent(
        each -> evaluation.of(each, state).taints().forEach(it -> check(it, Danger.all(), state)));
  }

  private void call(Expr.Call call, boolean truth, State state) {
    List<Expr> arguments = call.arguments().stream().map(Expr.Argument::value).toList();
    if (arguments.size() == 1) {
      ofElements(call, arguments.get(0), truth, state);
    }
    if (truth) {
      frame.checkedIfTrue(call).forEach(state::check);
      lookup(call, state);
    }
    Optional<FlowTables.Validator> validator = frame.validator(call, state);
    if (validator.isPresent() && (truth || !validator.get().whenTrue())) {
      checkArguments(call, validator.get(), state);
    }
  }

  private void ofElements(Expr.Call call, Expr argument, boolean truth, State state) {
    Optional<Expr> receiver = call.receiver();
    boolean asksAll = receiver.isEmpty() && call.name().equals(truth ? "all" : "any");
    if (asksAll && argument instanceof Expr.Comprehension each) {
      every(each, reached -> assume(each.element(), truth, reached), state);
    } else if (truth && receiver.isEmpty() && argument instanceof Expr.Comprehension each) {
      some(each, call.name().equals("any"), state);
    }
    if (receiver.isEmpty() && (call.name().equals("len") || call.name().equals("bool"))) {
      assume(argument, truth, state);
    }
    if (receiver.isPresent()) {
      switch (call.name()) {
        case "issubset" -> difference(receiver.get(), argument, truth, state);
        case "issuperset" -> difference(argument, receiver.get(), truth, state);
        case "difference" -> difference(receiver.get(), argument, !truth, state);
        default -> {
          // Says nothing about all elements.
        }
      }
    }
  }

  /** After a call that checks what it gets. */
  void checkArguments(Expr.Call call, FlowTables.Validator validator, State state) {
    List<Expr> subjects = new ArrayList<>();
    call.receiver().ifPresent(subjects::add);
    call.arguments().forEach(argument -> subjects.add(argument.value()));
    equal(call, validator.equal(), subjects);
    for (Expr subject : subjects) {
      Value value = evaluation.of(subject, state);
      value.everyTaint().forEach(taint -> check(taint, validator.dangers(), state));
    }
  }

  /**
   * {@code User.query.filter_by(name=value).first()}, {@code .filter(User.name == value).first()}.
   */
  private static void equal(Expr.Call call, Set<String> methods, List<Expr> subjects) {
    Optional<Expr> receiver = call.receiver();
    while (receiver.isPresent() && receiver.get() instanceof Expr.Call before) {
      if (methods.contains(before.name())) {
        for (Expr.Argument each : before.arguments()) {
          if (each.value() instanceof Expr.Operation comparison) {
            if (comparison.operator().equals("==")) {
              subjects.addAll(comparison.operands());
            }
          } else if (!each.keyword().isEmpty()) {
            subjects.add(each.value());
          }
        }
      }
      receiver = before.receiver();
    }
  }

  /** {@code a and b}, {@code a or b}: one of them, the later ones under what the first ones say. */
  Value choice(Expr.Operation operation, State state) {
    boolean goesOnIf = operation.operator().equals("and");
    State reached = state;
    List<Value> possible = new ArrayList<>();
    for (int i = 0; i < operation.operands().size(); i++) {
      Expr operand = operation.operands().get(i);
      Value value = evaluation.of(operand, i == 0 ? state : reached);
      Optional<Boolean> truth = value.truth();
      boolean isLast = i == operation.operands().size() - 1;
      if (isLast || truth.isEmpty() || truth.get() != goesOnIf) {
        possible.add(reached.settled(value));
      }
      if (truth.isPresent() && truth.get() != goesOnIf) {
        break;
      }
      reached = assume(operand, goesOnIf, i == 0 ? state.copy() : reached);
    }
    return Value.join(possible);
  }

  private void check(Taint taint, Set<Danger> dangers, State state) {
    state.check(taint.origin(), dangers);
    if (dangers.size() == Danger.all().size()) {
      checkPart(taint, state);
    }
  }

  /** What is known of a part can decide about the whole: the host of an address, say. */
  private void checkPart(Taint taint, State state) {
    Set<Danger> dangers = frame.tables().checkedWithPart(taint.origin().part());
    taint.origin().whole().ifPresent(whole -> state.check(whole, dangers));
  }
}
