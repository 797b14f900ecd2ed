package org.pyreview.frameworks.async;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pyreview.frameworks.fastapi.CalledFunctions;
import org.pyreview.project.Place;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Calls that wait for the database through a synchronous session, here or in what they run. */
final class SessionUses {

  private static final int DEEPEST = 3;
  private static final Set<String> METHODS =
      Set.of(
          "query",
          "execute",
          "scalar",
          "scalars",
          "exec",
          "get",
          "get_one",
          "commit",
          "flush",
          "refresh",
          "merge",
          "delete",
          "rollback");

  private final ProjectCode code;
  private final CalledFunctions called;
  private final SyncSessions sessions;
  private final Map<String, Optional<Use>> known = new HashMap<>();

  SessionUses(ProjectCode code) {
    this.code = code;
    this.called = new CalledFunctions(code);
    this.sessions = new SyncSessions(code, called);
  }

  /**
   * A call that waits.
   *
   * @param isDirect whether it is a method of the session; else of what it runs
   * @param place the method that is called on a session in the end
   * @param session where that is known from
   */
  record Use(
      String name, boolean isDirect, ModuleCode module, Place place, Optional<Place> session) {}

  /** The variables and parameters of a function that hold a session. */
  Map<String, Place> sessionsIn(CodeScope scope) {
    return sessions.in(scope);
  }

  /**
   * What a call of a function waits for.
   *
   * @param held the sessions that the function has, by variable
   */
  Optional<Use> of(CodeScope scope, Map<String, Place> held, Expr.Call call) {
    return of(scope, held, call, 0, new HashSet<>());
  }

  private Optional<Use> of(
      CodeScope scope, Map<String, Place> held, Expr.Call call, int depth, Set<String> asked) {
    Optional<Use> direct = direct(scope, held, call);
    return direct.isPresent() || depth > DEEPEST
        ? direct
        : called
            .of(scope, call)
            .filter(each -> !each.definition().isAsync() && !each.definition().isGenerator())
            .flatMap(each -> through(each, passed(each, call, held), depth, asked))
            .map(
                use ->
                    new Use(
                        call.callee().dotted().orElse(call.name()) + "()",
                        false,
                        use.module(),
                        use.place(),
                        Optional.empty()));
  }

  private Optional<Use> direct(CodeScope scope, Map<String, Place> held, Expr.Call call) {
    if (call.receiver().isEmpty() || !METHODS.contains(call.name())) {
      return Optional.empty();
    }
    Expr receiver = call.receiver().get();
    String written = receiver.dotted().orElse("");
    return held.containsKey(written) || sessions.isSession(receiver, scope)
        ? Optional.of(
            new Use(
                written + "." + call.name() + "()",
                true,
                scope.module(),
                call.callee().place(),
                Optional.ofNullable(held.get(written))))
        : Optional.empty();
  }

  /** The parameters of a function that get one of the caller's sessions. */
  private static Set<String> passed(
      Meaning.Function function, Expr.Call call, Map<String, Place> held) {
    Set<String> found = new TreeSet<>();
    List<Expr.Parameter> parameters = function.definition().parameters();
    boolean isMethod =
        !parameters.isEmpty() && Set.of("self", "cls").contains(parameters.get(0).name());
    List<Expr> positional = call.positional();
    for (int i = 0; i < positional.size(); i++) {
      int at = isMethod ? i + 1 : i;
      if (at < parameters.size() && isHeld(positional.get(i), held)) {
        found.add(parameters.get(at).name());
      }
    }
    call.arguments().stream()
        .filter(each -> !each.keyword().isEmpty() && isHeld(each.value(), held))
        .forEach(each -> found.add(each.keyword()));
    return found;
  }

  private static boolean isHeld(Expr argument, Map<String, Place> held) {
    return argument.dotted().filter(held::containsKey).isPresent();
  }

  private Optional<Use> through(
      Meaning.Function function, Set<String> passed, int depth, Set<String> asked) {
    String key = function.module() + " " + function.definition().place() + " " + passed + depth;
    if (known.containsKey(key) || !asked.add(key)) {
      return known.getOrDefault(key, Optional.empty());
    }
    Optional<CodeScope> scope = CodeScope.ofFunction(code, function);
    Optional<Use> found = scope.flatMap(each -> first(each, passed, depth + 1, asked));
    known.put(key, found);
    return found;
  }

  private Optional<Use> first(CodeScope scope, Set<String> passed, int depth, Set<String> asked) {
    Stmt.Function function = scope.function().orElseThrow();
    Map<String, Place> held = new HashMap<>(sessions.in(scope));
    function.parameters().stream()
        .filter(each -> passed.contains(each.name()))
        .forEach(each -> held.put(each.name(), each.place()));
    return CalledFunctions.ownCalls(function)
        .flatMap(call -> of(scope, held, call, depth, asked).stream())
        .findFirst();
  }
}
