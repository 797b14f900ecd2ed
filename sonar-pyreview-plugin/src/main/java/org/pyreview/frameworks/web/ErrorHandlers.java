package org.pyreview.frameworks.web;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * What a project does about errors that no endpoint handles: the handlers of its applications of
 * Flask and FastAPI.
 *
 * @see <a href="https://flask.palletsprojects.com/en/stable/errorhandling/">Flask: handling
 *     application errors</a>
 * @see <a href="https://fastapi.tiangolo.com/tutorial/handling-errors/">FastAPI: handling
 *     errors</a>
 */
public final class ErrorHandlers {

  private static final Set<String> FLASK =
      Set.of("errorhandler", "app_errorhandler", "register_error_handler");
  private static final Set<String> FLASK_OVERRIDES =
      Set.of("handle_exception", "handle_user_exception", "handle_http_exception", "handle_error");
  private static final Set<String> FLASK_LIBRARIES =
      Set.of("flask_smorest", "connexion", "apiflask", "flask_restx", "flask_openapi3", "spectree");
  private static final Set<String> FASTAPI = Set.of("exception_handler", "add_exception_handler");

  /** Answers for whatever goes wrong. */
  private static final Pattern EVERYTHING =
      Pattern.compile("500|(?:.*\\.)?(?:Exception|HTTPException|InternalServerError)");

  private final Set<String> handledByFlask = new HashSet<>();
  private boolean flaskIsOpen;
  private boolean fastApi;

  private ErrorHandlers(Project project) {
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("error", "exception", "errors", "dispatch", "middleware", "connexion")
          || FLASK_LIBRARIES.stream().anyMatch(module::mentions)) {
        CodeScope.of(code, module).forEach(this::collect);
        fastApi |= isCatchingMiddleware(module);
      }
    }
  }

  /** Those of a project; collected once. */
  public static ErrorHandlers of(Project project) {
    return project.knowledge(ErrorHandlers.class, ErrorHandlers::new);
  }

  private void collect(CodeScope scope) {
    scope.statements().forEach(this::collect);
    scope.calls().forEach(this::collect);
    scope
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Attribute.class::isInstance)
        .map(each -> ((Expr.Attribute) each).name())
        .forEach(
            name -> {
              fastApi |= FASTAPI.contains(name);
              // A handler that is registered in a way that can't be read, a loop for one.
              flaskIsOpen |= name.equals("error_handler_spec");
            });
  }

  private void collect(Stmt statement) {
    if (statement instanceof Stmt.Import each) {
      flaskIsOpen |= FLASK_LIBRARIES.contains(QualifiedName.of(each.module()).firstName());
    } else if (statement instanceof Stmt.Function method) {
      flaskIsOpen |= FLASK_OVERRIDES.contains(method.name());
    }
  }

  private void collect(Expr.Call call) {
    if (FLASK.contains(call.name())) {
      Optional<String> handled =
          call.arguments().stream().findFirst().flatMap(each -> written(each.value()));
      handled.ifPresentOrElse(handledByFlask::add, () -> flaskIsOpen = true);
    }
    flaskIsOpen |= call.name().equals("Api") && call.named("errors").isPresent();
    fastApi |= call.named("exception_handlers").isPresent();
  }

  private static Optional<String> written(Expr expression) {
    return expression instanceof Expr.Constant number
        ? Optional.of(number.text())
        : expression.dotted().filter(name -> name.matches(".*[A-Z].*"));
  }

  /** A function or class of middleware with a try around the call of what comes next. */
  private static boolean isCatchingMiddleware(ModuleCode module) {
    Stream<Stmt> functions =
        module
            .functions()
            .filter(
                each ->
                    each.decorators().stream()
                        .anyMatch(
                            decorator ->
                                decorator instanceof Expr.Call call
                                    && call.name().equals("middleware")))
            .map(Stmt.class::cast);
    Stream<Stmt> classes =
        module
            .classes()
            .filter(
                each ->
                    each.name().endsWith("Middleware")
                        || each.bases().stream()
                            .flatMap(base -> base.dotted().stream())
                            .anyMatch(base -> base.endsWith("HTTPMiddleware")))
            .map(Stmt.class::cast);
    return Stream.concat(functions, classes)
        .flatMap(Stmt::everything)
        .anyMatch(Stmt.Try.class::isInstance);
  }

  /** Whether Flask's errors are handled anywhere, or may be. */
  public boolean areInFlask() {
    return flaskIsOpen || !handledByFlask.isEmpty();
  }

  /** Whether one of Flask's handlers takes whatever goes wrong, or may do so. */
  public boolean takeEverythingInFlask() {
    return flaskIsOpen
        || handledByFlask.stream().anyMatch(each -> EVERYTHING.matcher(each).matches());
  }

  /** What Flask's handlers are registered for, sorted. */
  public List<String> ofFlask() {
    return handledByFlask.stream().sorted().toList();
  }

  /** Whether FastAPI's errors are handled anywhere. */
  public boolean areInFastApi() {
    return fastApi;
  }
}
