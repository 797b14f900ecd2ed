package org.pyreview.frameworks.sqlalchemy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Tells loops whose passes commit, by themselves or in a function of the project that they call: a
 * commit expires all that was loaded, so that loading along spares nothing.
 */
final class CommittingCalls {

  private static final int DEEPEST = 4;
  private static final int MOST_FUNCTIONS = 60;
  private static final Set<String> EXPIRING = Set.of("commit", "rollback", "expire_all");

  private final ProjectCode code;

  CommittingCalls(ProjectCode code) {
    this.code = code;
  }

  /**
   * Whether some pass commits.
   *
   * @param around the function that the loop is in
   */
  boolean areIn(Stmt.For loop, ModuleCode module, Stmt.Function around) {
    CodeScope scope =
        CodeScope.ofFunction(code, new Meaning.Function(module, around))
            .orElseGet(() -> CodeScope.ofFile(code, module));
    List<Expr.Call> calls =
        loop.body().stream()
            .flatMap(Stmt::everyExpression)
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .toList();
    return commits(calls, scope, new HashSet<>(), 0);
  }

  private boolean commits(List<Expr.Call> calls, CodeScope scope, Set<String> seen, int depth) {
    if (calls.stream().anyMatch(call -> EXPIRING.contains(call.name()))) {
      return true;
    }
    if (depth >= DEEPEST) {
      return false;
    }
    for (Expr.Call call : calls) {
      Meaning meaning = scope.meaning(call.callee());
      if (meaning instanceof Meaning.Function function && commits(function, seen, depth)) {
        return true;
      }
    }
    return false;
  }

  private boolean commits(Meaning.Function function, Set<String> seen, int depth) {
    boolean isNew = seen.add(function.module() + " " + function.definition().place());
    return isNew
        && seen.size() <= MOST_FUNCTIONS
        && CodeScope.ofFunction(code, function)
            .filter(scope -> commits(scope.calls().toList(), scope, seen, depth + 1))
            .isPresent();
  }
}
