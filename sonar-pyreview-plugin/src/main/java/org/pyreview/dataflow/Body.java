package org.pyreview.dataflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ConstantOperation;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Runs the statements of a function over what its names can hold. */
final class Body {

  /** What a loop changes in its second pass has nearly always changed in the first. */
  private static final int PASSES = 2;

  private final Frame frame;
  private final Evaluation evaluation;
  private final Deque<Loop> loops = new ArrayDeque<>();
  private Value returned;
  private State exit;
  private State trueExit;

  /** Where the statements of a loop leave it or go on with it. */
  private static final class Loop {
    private State left;
    private State next;
  }

  Body(Frame frame) {
    this.frame = frame;
    this.evaluation = new Evaluation(frame);
  }

  Evaluation evaluation() {
    return evaluation;
  }

  /** What the function returns; unknown if it never says. */
  Value returned() {
    return returned == null ? Value.UNKNOWN : returned;
  }

  /** The data that the function has checked where it returns something true. */
  Map<String, Set<Danger>> checkedIfTrue() {
    return trueExit == null ? Map.of() : trueExit.checked();
  }

  /** Runs the whole function; gives the state in which it returns, null if it never does. */
  State runFunction(Stmt.Function function, State state) {
    exit = State.join(run(function.body(), state), exit);
    return exit;
  }

  /** The state behind the statements; null if the program doesn't get there. */
  private State run(List<Stmt> statements, State start) {
    State state = start;
    for (Stmt each : statements) {
      if (state == null || !frame.mayGoOn()) {
        return state;
      }
      state = run(each, state);
      if (frame.takeLeft()) {
        return null;
      }
    }
    return state;
  }

  private State run(Stmt statement, State state) {
    if (statement instanceof Stmt.Assign each) {
      assign(each, state);
      return state;
    }
    if (statement instanceof Stmt.Evaluate each) {
      evaluation.of(each.value(), state);
      evaluation.conditions().removed(each.value(), state);
      return state;
    }
    if (statement instanceof Stmt.Return each) {
      each.value().ifPresent(value -> answer(value, state));
      exit = State.join(exit, state);
      return null;
    }
    if (statement instanceof Stmt.If each) {
      return branch(each, state);
    }
    if (statement instanceof Stmt.For each) {
      return loop(each, state);
    }
    if (statement instanceof Stmt.While each) {
      return loop(each, state);
    }
    if (statement instanceof Stmt.Try each) {
      return attempt(each, state);
    }
    if (statement instanceof Stmt.With each) {
      for (Stmt.Resource resource : each.resources()) {
        Value value = evaluation.of(resource.value(), state);
        resource.target().ifPresent(target -> frame.assign(target, value, state, evaluation));
      }
      return run(each.body(), state);
    }
    if (statement instanceof Stmt.Match each) {
      return match(each, state);
    }
    return plain(statement, state);
  }

  private State plain(Stmt statement, State state) {
    if (statement instanceof Stmt.Leave each) {
      each.expressions().forEach(expression -> evaluation.of(expression, state));
      Loop loop = loops.peek();
      if (loop != null && each.keyword().equals("break")) {
        loop.left = State.join(loop.left, state);
      } else if (loop != null && each.keyword().equals("continue")) {
        loop.next = State.join(loop.next, state);
      }
      return null;
    }
    if (statement instanceof Stmt.Import each) {
      if (!each.isWildcard()) {
        state.set(each.bound(), frame.imported(each));
      }
    } else if (statement instanceof Stmt.Function each) {
      state.set(each.name(), frame.defined(each));
    } else if (statement instanceof Stmt.ClassDef each) {
      state.set(each.name(), frame.defined(each));
    } else if (statement instanceof Stmt.Plain each) {
      each.expressions().forEach(expression -> evaluation.of(expression, state));
      if (each.keyword().equals("del")) {
        each.expressions().forEach(removed -> evaluation.conditions().removed(removed, state));
      } else if (each.keyword().equals("assert")) {
        each.expressions()
            .forEach(condition -> evaluation.conditions().assume(condition, true, state));
      }
    }
    return state;
  }

  private void answer(Expr written, State state) {
    Value value = evaluation.of(written, state);
    if (frame.answer() instanceof Entry.Answer.Page) {
      frame.sinks().answered(value, written, state);
    } else if (frame.answer() instanceof Entry.Answer.Variables each) {
      frame.renderings().answered(each.template(), value, written, state);
    }
    Value settled = state.settled(value);
    returned = returned == null ? settled : returned.or(settled);
    if (value.truth().orElse(true)) {
      State ifTrue = evaluation.conditions().assume(written, true, state.copy());
      trueExit = State.join(trueExit, ifTrue);
    }
  }

  private void assign(Stmt.Assign assign, State state) {
    if (assign.value().isEmpty()) {
      return;
    }
    Value value = evaluation.of(assign.value().get(), state);
    for (Expr target : assign.targets()) {
      Value held = value;
      if (!assign.operator().equals("=")) {
        String operator = assign.operator().substring(0, assign.operator().length() - 1);
        Value before = evaluation.of(target, state);
        held = evaluation.operation(operator, before, value, assign.value().get(), state);
      }
      String name = target.dotted().orElse("");
      boolean isTold = name.isEmpty() || !held.isTainted();
      frame.assign(
          target,
          isTold ? held : held.then(frame.step(target, "It is kept in `" + name + "`.")),
          state,
          evaluation);
    }
  }

  private State branch(Stmt.If each, State state) {
    Optional<Boolean> truth = evaluation.of(each.test(), state).truth();
    Conditions conditions = evaluation.conditions();
    State then = null;
    State otherwise = null;
    if (truth.orElse(true)) {
      then = run(each.body(), conditions.assume(each.test(), true, state.copy()));
    }
    if (!truth.orElse(false)) {
      otherwise = run(each.otherwise(), conditions.assume(each.test(), false, state.copy()));
    }
    State joined = State.join(then, otherwise);
    if (joined != null && then != null && each.otherwise().isEmpty() && Switch.isIn(each.test())) {
      // Whoever switches a check off in the configuration means to.
      then.checked().forEach(joined::check);
    }
    return joined;
  }

  private State loop(Stmt.For each, State state) {
    Value element = evaluation.elementOf(evaluation.of(each.iterable(), state));
    Loop loop = new Loop();
    loops.push(loop);
    State reached = state;
    for (int pass = 0; pass < PASSES; pass++) {
      State inside = reached.copy();
      frame.assign(each.target(), element, inside, evaluation);
      State end = State.join(run(each.body(), inside), loop.next);
      reached = State.join(reached, end);
      if (reached != end) {
        reached.checkElements(element, end);
      }
    }
    loops.pop();
    return State.join(run(each.otherwise(), reached), loop.left);
  }

  private State loop(Stmt.While each, State state) {
    Optional<Boolean> truth = evaluation.of(each.test(), state).truth();
    Loop loop = new Loop();
    loops.push(loop);
    State reached = state;
    for (int pass = 0; pass < PASSES && truth.orElse(true); pass++) {
      State inside = evaluation.conditions().assume(each.test(), true, reached.copy());
      State end = State.join(run(each.body(), inside), loop.next);
      reached = State.join(reached, end);
    }
    loops.pop();
    boolean isEndless = each.test() instanceof Expr.Constant && truth.orElse(false);
    State ended =
        isEndless ? null : evaluation.conditions().assume(each.test(), false, reached.copy());
    return State.join(ended == null ? null : run(each.otherwise(), ended), loop.left);
  }

  private State attempt(Stmt.Try each, State state) {
    State before = state.copy();
    State after = run(each.body(), state);
    // The failing statement may stand anywhere in the body; "state" is as far as it got.
    State failed = State.join(before, State.join(state, after));
    State end = after == null ? null : run(each.otherwise(), after);
    for (Stmt.Handler handler : each.handlers()) {
      State caught = failed.copy();
      handler.name().ifPresent(name -> frame.assign(name, Value.UNKNOWN, caught, evaluation));
      end = State.join(end, run(handler.body(), caught));
    }
    if (each.last().isEmpty()) {
      return end;
    }
    State last = run(each.last(), end == null ? failed.copy() : end);
    return end == null ? null : last;
  }

  private State match(Stmt.Match each, State state) {
    Value subject = evaluation.of(each.subject(), state);
    State end = null;
    for (Stmt.Case one : each.cases()) {
      Optional<Boolean> fits = fits(one, subject);
      if (!fits.orElse(true)) {
        continue;
      }
      State inside = state.copy();
      if (!one.literals().isEmpty()) {
        subject.taints().forEach(taint -> inside.check(taint.origin(), Danger.all()));
      }
      Value bound = one.matchesAll() ? subject : subject.part("case");
      one.bound().forEach(name -> inside.set(name, bound));
      State guarded = inside;
      if (one.guard().isPresent()) {
        evaluation.of(one.guard().get(), inside);
        guarded = evaluation.conditions().assume(one.guard().get(), true, inside);
      }
      end = State.join(end, run(one.body(), guarded));
      if (fits.orElse(false) && one.guard().isEmpty()) {
        return end;
      }
    }
    return State.join(end, state);
  }

  /** Whether a case is the one, if the code fixes that. */
  private static Optional<Boolean> fits(Stmt.Case one, Value subject) {
    if (one.matchesAll()) {
      return Optional.of(true);
    }
    if (one.literals().isEmpty() || subject.constant().isEmpty()) {
      return Optional.empty();
    }
    Object known = subject.constant().get();
    return Optional.of(
        one.literals().stream()
            .map(
                literal ->
                    literal instanceof Expr.Text text
                        ? Optional.<Object>of(text.value())
                        : ConstantOperation.literal(((Expr.Constant) literal).text()))
            .flatMap(Optional::stream)
            .anyMatch(
                value -> ConstantOperation.of("==", known, value).orElse(false).equals(true)));
  }
}
