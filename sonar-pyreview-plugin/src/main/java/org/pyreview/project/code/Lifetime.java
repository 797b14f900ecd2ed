package org.pyreview.project.code;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pyreview.project.Place;
import org.pyreview.python.QualifiedName;

/**
 * The ways through a function from where something is made that has to be removed again: a walk
 * over its statements, in which every call may raise. A removal under a condition without an else
 * counts, and so does one in a loop: what they depend on isn't known.
 */
public final class Lifetime {

  /** How a function comes to leave something behind. */
  public enum Exit {
    /** A statement raises. */
    FAILURE,
    /** The function returns early. */
    RETURN,
    /** The function ends. */
    END
  }

  /**
   * Where a function leaves something behind.
   *
   * @param place what fails or returns; of an {@link Exit#END} the first removal
   */
  public record Leak(Exit exit, Place place) {}

  private enum State {
    ABSENT,
    THERE,
    /** Nothing comes here. */
    UNREACHED;

    State or(State other) {
      return this == UNREACHED || other == THERE ? other : this;
    }
  }

  /** Calls that fail only where nothing else works, either. */
  private static final Set<String> SAFE =
      Set.of(
          "close",
          "fdopen",
          "print",
          "len",
          "str",
          "bool",
          "isinstance",
          "hasattr",
          "Path",
          "join",
          "dirname",
          "basename",
          "exists",
          "debug",
          "info",
          "warning",
          "error",
          "exception",
          "log",
          "time",
          "monotonic",
          "perf_counter",
          "now");

  private static final Set<String> BROAD = Set.of("Exception", "BaseException");

  private final Stmt creation;
  private final Predicate<Stmt> removes;
  private final Predicate<Expr> concerns;
  private Leak leak;

  private Lifetime(Stmt creation, Predicate<Stmt> removes, Predicate<Expr> concerns) {
    this.creation = creation;
    this.removes = removes;
    this.concerns = concerns;
  }

  /**
   * The first way through a function on which something stays.
   *
   * @param body of the function
   * @param creation the statement that makes it
   * @param removals the statements that remove it, at least one
   * @param concerns whether an expression is about it
   */
  static Optional<Leak> leak(
      List<Stmt> body, Stmt creation, List<Stmt> removals, Predicate<Expr> concerns) {
    Lifetime walk = new Lifetime(creation, removals::contains, concerns);
    State end = walk.through(body, State.ABSENT, false, false);
    if (end == State.THERE) {
      walk.leaves(Exit.END, removals.get(0).place());
    }
    return Optional.ofNullable(walk.leak);
  }

  private void leaves(Exit exit, Place place) {
    if (leak == null) {
      leak = new Leak(exit, place);
    }
  }

  /**
   * @param isCaught whether what raises is removed or caught around these statements
   * @param isCleaned whether a finally clause around them removes it
   */
  private State through(List<Stmt> statements, State before, boolean isCaught, boolean isCleaned) {
    State state = before;
    for (Stmt each : statements) {
      state = after(each, state, isCaught, isCleaned);
    }
    return state;
  }

  private State after(Stmt statement, State before, boolean isCaught, boolean isCleaned) {
    if (before == State.UNREACHED
        || statement instanceof Stmt.Function
        || statement instanceof Stmt.ClassDef) {
      return before;
    }
    if (removes.test(statement)) {
      return statement instanceof Stmt.Return ? State.UNREACHED : State.ABSENT;
    }
    boolean isMaking = statement == creation;
    if (before == State.THERE && !isCaught && !isMaking && mayRaise(statement)) {
      leaves(Exit.FAILURE, statement.place());
    }
    State here = isMaking ? State.THERE : before;
    if (statement instanceof Stmt.Return) {
      if (here == State.THERE && !isCleaned) {
        leaves(Exit.RETURN, statement.place());
      }
      return State.UNREACHED;
    }
    if (statement instanceof Stmt.Leave leave) {
      if (leave.keyword().equals("raise") && here == State.THERE && !isCaught) {
        leaves(Exit.FAILURE, statement.place());
      }
      return leave.keyword().equals("raise") ? State.UNREACHED : here;
    }
    if (statement instanceof Stmt.If branch) {
      State body = through(branch.body(), here, isCaught, isCleaned);
      State otherwise = through(branch.otherwise(), here, isCaught, isCleaned);
      boolean isGuarded = branch.otherwise().isEmpty() || branch.test().all().anyMatch(concerns);
      return isGuarded && (body == State.ABSENT || otherwise == State.ABSENT)
          ? State.ABSENT
          : body.or(otherwise);
    }
    if (statement instanceof Stmt.Try attempt) {
      return after(attempt, here, isCaught, isCleaned);
    }
    if (statement instanceof Stmt.With with) {
      return through(with.body(), here, isCaught, isCleaned);
    }
    if (statement instanceof Stmt.Match match) {
      State state = State.UNREACHED;
      for (Stmt.Case each : match.cases()) {
        state = state.or(through(each.body(), here, isCaught, isCleaned));
      }
      return match.cases().stream().anyMatch(Stmt.Case::matchesAll) ? state : state.or(here);
    }
    if (statement instanceof Stmt.For || statement instanceof Stmt.While) {
      State state = through(statement.inner(), here, isCaught, isCleaned);
      return state == State.UNREACHED ? here : state;
    }
    return here;
  }

  private State after(Stmt.Try attempt, State before, boolean isCaught, boolean isCleaned) {
    boolean cleans = isRemoving(attempt.last());
    boolean handles =
        attempt.handlers().stream().anyMatch(each -> isBroad(each) || isRemoving(each.body()));
    State body =
        through(attempt.body(), before, isCaught || cleans || handles, isCleaned || cleans);
    State end = through(attempt.otherwise(), body, isCaught || cleans, isCleaned || cleans);
    // What the body made may be there, or may be what failed.
    boolean mayBeThere =
        before == State.THERE
            || attempt.body().stream()
                .flatMap(Stmt::sameScope)
                .anyMatch(
                    each ->
                        each == creation
                            && attempt.body().get(attempt.body().size() - 1) != creation);
    for (Stmt.Handler handler : attempt.handlers()) {
      State handled =
          through(
              handler.body(),
              mayBeThere ? State.THERE : before,
              isCaught || cleans || isRemoving(handler.body()),
              isCleaned || cleans);
      end = end.or(handled);
    }
    State last = through(attempt.last(), end, true, isCleaned);
    return cleans && end != State.UNREACHED ? State.ABSENT : last;
  }

  private boolean isRemoving(List<Stmt> statements) {
    return statements.stream().flatMap(Stmt::sameScope).anyMatch(removes);
  }

  private static boolean isBroad(Stmt.Handler handler) {
    return handler.type().isEmpty()
        || handler
            .type()
            .flatMap(Expr::dotted)
            .filter(name -> BROAD.contains(QualifiedName.of(name).lastName()))
            .isPresent();
  }

  private static boolean mayRaise(Stmt statement) {
    return (statement instanceof Stmt.Plain plain && plain.keyword().equals("assert"))
        || statement.expressions().stream()
            .flatMap(Expr::all)
            .anyMatch(each -> each instanceof Expr.Call call && !SAFE.contains(call.name()));
  }
}
