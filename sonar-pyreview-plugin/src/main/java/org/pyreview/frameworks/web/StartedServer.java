package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A server for developers that a Python file starts when somebody runs it: that of Flask or
 * Werkzeug, or uvicorn that watches files.
 *
 * @param place the call
 * @param call as it is written, without arguments
 * @param reloads whether it is a server for production that watches files
 * @see <a href="https://flask.palletsprojects.com/en/stable/deploying/">Flask: Deploying to
 *     Production</a>
 */
public record StartedServer(ModuleCode module, Place place, String call, boolean reloads) {

  private static final Set<String> SIMPLE =
      Set.of("werkzeug.serving.run_simple", "werkzeug.run_simple");
  private static final Set<String> RELOADING =
      Set.of("uvicorn.run", "uvicorn.main.run", "hypercorn.run");

  /** The one that a file starts; empty if it starts none. */
  public static Optional<StartedServer> of(ModuleCode module, ProjectCode code) {
    if (!module.mentions("run", "run_simple")) {
      return Optional.empty();
    }
    CodeScope file = CodeScope.ofFile(code, module);
    List<Expr.Call> calls = new ArrayList<>();
    for (Stmt each : module.statements()) {
      boolean isDefinition = each instanceof Stmt.Function || each instanceof Stmt.ClassDef;
      if (!isDefinition) {
        callsIn(each.sameScope()).forEach(calls::add);
      }
    }
    Optional<StartedServer> direct = first(calls, file, code);
    return direct.or(
        () ->
            calls.stream()
                .flatMap(call -> called(call, file, code).stream())
                .flatMap(function -> first(function.calls().toList(), function, code).stream())
                .findFirst());
  }

  private static Stream<Expr.Call> callsIn(Stream<Stmt> statements) {
    return statements
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
  }

  /** The function of the same file that a call runs: {@code main()}. */
  private static Optional<CodeScope> called(Expr.Call call, CodeScope file, ProjectCode code) {
    return file.meaning(call.callee()) instanceof Meaning.Function function
            && function.module() == file.module()
        ? CodeScope.ofFunction(code, function)
        : Optional.empty();
  }

  private static Optional<StartedServer> first(
      List<Expr.Call> calls, CodeScope scope, ProjectCode code) {
    return calls.stream()
        .filter(call -> isForDevelopers(call, scope, code))
        .map(
            call ->
                new StartedServer(
                    scope.module(),
                    call.callee().place(),
                    call.callee().dotted().orElse("run"),
                    RELOADING.contains(scope.meaning(call.callee()).external())))
        .findFirst();
  }

  private static boolean isForDevelopers(Expr.Call call, CodeScope scope, ProjectCode code) {
    String function = scope.meaning(call.callee()).external();
    if (SIMPLE.contains(function)) {
      return true;
    }
    if (RELOADING.contains(function)) {
      return call.named("reload")
          .filter(each -> each instanceof Expr.Constant flag && flag.text().equals("True"))
          .isPresent();
    }
    return call.name().equals("run")
        && call.receiver().filter(each -> isFlask(each, scope, code)).isPresent();
  }

  private static boolean isFlask(Expr expression, CodeScope scope, ProjectCode code) {
    Expr value = expression;
    CodeScope at = scope;
    if (scope.meaning(expression) instanceof Meaning.Value assigned) {
      value = assigned.value();
      at = assigned.module() == scope.module() ? scope : scope.ofFile(assigned.module());
    }
    if (!(value instanceof Expr.Call made)) {
      return false;
    }
    Meaning maker = at.meaning(made.callee());
    return WebApplication.isFlask(WebApplication.typeOf(maker, code))
        || (maker instanceof Meaning.Function factory && makesFlask(factory, code));
  }

  private static boolean makesFlask(Meaning.Function factory, ProjectCode code) {
    return CodeScope.ofFunction(code, factory).stream()
        .flatMap(scope -> scope.calls().map(call -> scope.meaning(call.callee())))
        .anyMatch(maker -> WebApplication.isFlask(WebApplication.typeOf(maker, code)));
  }
}
