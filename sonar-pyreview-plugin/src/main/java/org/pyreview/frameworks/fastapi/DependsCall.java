package org.pyreview.frameworks.fastapi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;

/**
 * {@code Depends(…)} or {@code Security(…)}.
 *
 * @param call the call
 * @param isSecurity whether it is the latter
 * @see <a href="https://fastapi.tiangolo.com/tutorial/dependencies/">FastAPI: dependencies</a>
 */
public record DependsCall(Expr.Call call, boolean isSecurity) {

  private static final Pattern NAMES =
      Pattern.compile("fastapi\\.(?:param_functions\\.|params\\.)?(Depends|Security)");

  /** What a file names that declares dependencies. */
  static final String[] SIGNS = {"Depends", "Security"};

  /** The declaration that an expression is; empty if it is none. */
  public static Optional<DependsCall> of(Expr expression, CodeScope scope) {
    if (!(expression instanceof Expr.Call call)) {
      return Optional.empty();
    }
    Matcher name = NAMES.matcher(scope.meaning(call.callee()).external());
    return name.matches()
        ? Optional.of(new DependsCall(call, name.group(1).equals("Security")))
        : Optional.empty();
  }

  /** Those that the statements of a scope write. */
  static Stream<DependsCall> in(CodeScope scope) {
    return scope.calls().flatMap(call -> of(call, scope).stream());
  }

  /** What FastAPI calls; empty where the parameter's annotation says it. */
  public Optional<Expr> dependency() {
    return call.at(0, "dependency");
  }
}
