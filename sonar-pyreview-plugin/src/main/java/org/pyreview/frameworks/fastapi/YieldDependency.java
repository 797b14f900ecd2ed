package org.pyreview.frameworks.fastapi;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * A dependency that yields something it opened, outside of {@code try} and {@code with}: an error
 * in the endpoint is raised at the {@code yield}, and what follows doesn't run.
 *
 * @param resource the variable that is yielded
 * @param place the yield
 * @param cleanup what follows and would close it; empty if nothing does
 * @see <a
 *     href="https://fastapi.tiangolo.com/tutorial/dependencies/dependencies-with-yield/">FastAPI:
 *     dependencies with yield</a>
 */
public record YieldDependency(
    ProjectFile file, String resource, Place place, Optional<Expr.Call> cleanup) {

  private static final Set<String> GENERATORS =
      Set.of(
          "Generator", "AsyncGenerator", "Iterator", "AsyncIterator", "Iterable", "AsyncIterable");
  private static final Pattern SESSION =
      Pattern.compile(
          "sqlalchemy\\..*(?:Session|sessionmaker|scoped_session)|sqlmodel\\..*Session");

  /** What opens something, by the last part of its name. */
  private static final Pattern OPENS =
      Pattern.compile(
          ".*(?:[sS]ession(?:_?(?:[lL]ocal|[mM]aker|[fF]actory))?|[cC]onnect|[cC]onnection|[cC]lient|Redis|[pP]ool|acquire)");

  private static final Set<String> CLOSES =
      Set.of("close", "aclose", "release", "disconnect", "remove", "dispose");

  /** All of a project. */
  public static Stream<YieldDependency> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    Set<String> used = new HashSet<>();
    boolean isFastApi = false;
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions(DependsCall.SIGNS)) {
        isFastApi |= collect(module, code, used);
      }
    }
    if (!isFastApi) {
      return Stream.empty();
    }
    return code.mainModules().stream()
        .filter(module -> module.mentions(CLOSES.toArray(String[]::new)) || isAboutSessions(module))
        .flatMap(module -> in(module, code, used));
  }

  private static boolean isAboutSessions(ModuleCode module) {
    return module.mentions("Session", "session", "connect", "Client");
  }

  /**
   * Collects the functions that a file passes to {@code Depends()}, the {@code __call__} of objects
   * included; false if it has none.
   */
  private static boolean collect(ModuleCode module, ProjectCode code, Set<String> used) {
    CalledFunctions called = new CalledFunctions(code);
    boolean found = false;
    for (CodeScope scope : CodeScope.of(code, module)) {
      for (DependsCall each : DependsCall.in(scope).toList()) {
        found = true;
        each.dependency()
            .flatMap(provider -> called.provider(scope, provider))
            .ifPresent(provider -> used.add(key(provider.module(), provider.definition())));
      }
    }
    return found;
  }

  private static Stream<YieldDependency> in(ModuleCode module, ProjectCode code, Set<String> used) {
    return module
        .functions()
        .filter(function -> function.decorators().isEmpty() && function.isGenerator())
        .filter(function -> used.contains(key(module, function)) || isTyped(function))
        .flatMap(function -> of(function, module, code).stream());
  }

  private static String key(ModuleCode module, Stmt.Function function) {
    return module.file() + " " + function.place();
  }

  private static boolean isTyped(Stmt.Function function) {
    return function
        .returns()
        .map(type -> type instanceof Expr.Item item ? item.value() : type)
        .flatMap(Expr::dotted)
        .map(name -> QualifiedName.of(name).lastName())
        .filter(GENERATORS::contains)
        .isPresent();
  }

  private static Optional<YieldDependency> of(
      Stmt.Function function, ModuleCode module, ProjectCode code) {
    List<Stmt> body = function.body();
    for (int i = 0; i < body.size(); i++) {
      Optional<Expr.Other> given = given(body.get(i));
      if (given.isPresent() && given.get().children().get(0) instanceof Expr.Name name) {
        Optional<Expr.Call> opened =
            made(name.id(), body.subList(0, i))
                .filter(
                    call ->
                        OPENS.matcher(call.name()).matches()
                            || isSession(call, function, module, code))
                .findFirst();
        Optional<Expr.Call> cleanup = cleanup(name.id(), body.subList(i + 1, body.size()));
        boolean isLeak =
            opened.isPresent()
                && (cleanup.isPresent() || isSession(opened.get(), function, module, code));
        return isLeak
            ? Optional.of(
                new YieldDependency(module.file(), name.id(), given.get().place(), cleanup))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The yield that a statement is, with one value. */
  private static Optional<Expr.Other> given(Stmt statement) {
    return statement instanceof Stmt.Plain each
            && each.keyword().equals("yield")
            && each.expressions().size() == 1
            && each.expressions().get(0) instanceof Expr.Other other
            && other.children().size() == 1
        ? Optional.of(other)
        : Optional.empty();
  }

  /** The calls whose result the variable holds. */
  private static Stream<Expr.Call> made(String variable, List<Stmt> before) {
    return before.stream()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().filter(variable::equals).isPresent())
        .flatMap(assign -> assign.value().stream())
        .map(value -> value instanceof Expr.Await waited ? waited.value() : value)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
  }

  private static Optional<Expr.Call> cleanup(String variable, List<Stmt> after) {
    return after.stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(
            call ->
                call.callee() instanceof Expr.Attribute method
                    && CLOSES.contains(method.name())
                    && (isVariable(method.value(), variable) || takesBack(call, variable)))
        .findFirst();
  }

  /** {@code pool.release(connection)}. */
  private static boolean takesBack(Expr.Call call, String variable) {
    return call.positional().stream().anyMatch(each -> isVariable(each, variable));
  }

  private static boolean isVariable(Expr expression, String variable) {
    return expression instanceof Expr.Name name && name.id().equals(variable);
  }

  private static Optional<CodeScope> home(
      Stmt.Function function, ModuleCode module, ProjectCode code) {
    return CodeScope.ofFunction(code, new Meaning.Function(module, function));
  }

  private static boolean isSession(
      Expr.Call opened, Stmt.Function function, ModuleCode module, ProjectCode code) {
    Meaning factory =
        home(function, module, code)
            .flatMap(scope -> new CalledFunctions(code).held(scope, opened.callee()))
            .filter(held -> held.value() instanceof Expr.Call)
            .map(held -> held.scope().meaning(((Expr.Call) held.value()).callee()))
            .orElseGet(() -> code.meaning(module, opened.callee()));
    return SESSION.matcher(factory.external()).matches();
  }
}
