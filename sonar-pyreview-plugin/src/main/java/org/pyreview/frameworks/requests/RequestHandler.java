package org.pyreview.frameworks.requests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.views.ViewClass;
import org.pyreview.frameworks.fastapi.PathOperation;
import org.pyreview.frameworks.flask.FlaskView;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.python.BaseClass;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Parameter;

/**
 * A function that runs for every request, or for every job of a worker.
 *
 * @param function the function
 * @param handler the function that answers the request or does the job: itself, or one of the same
 *     file that calls it
 */
public record RequestHandler(FunctionDef function, FunctionDef handler) {

  private static final List<String> FRAMEWORKS =
      List.of(
          "django", "rest_framework", "flask", "quart", "fastapi", "flask_restful", "flask_restx");
  private static final Pattern OF_HOLDER = Pattern.compile("(?:\\w+\\.)+\\w+");
  private static final Pattern FLASK_HOOK =
      Pattern.compile(
          "(?:\\w+\\.)+(?:before_request|after_request|before_app_request|after_app_request"
              + "|teardown_request|teardown_app_request|context_processor)");
  private static final Pattern JOB =
      Pattern.compile(
          "(?:\\w+\\.)*(?:shared_task|periodic_task|db_task|db_periodic_task|actor|scheduled_job|repeat_every)"
              + "|(?:\\w+\\.)+task|job");
  private static final Pattern JOB_LIBRARY =
      Pattern.compile("celery|huey|dramatiq|apscheduler|rq|django_rq|fastapi_utils");
  private static final Pattern METHOD =
      Pattern.compile(
          "dispatch|form_valid|form_invalid|perform_\\w+"
              + "|list|create|retrieve|update|partial_update|destroy|get_queryset|get_context_data|get_object");
  private static final Pattern METHOD_VIEW =
      Pattern.compile("(?:flask|quart)\\.views\\.(?:Method)?View");

  /** Where functions that get a request first are called by the framework, not for each request. */
  private static final Set<String> NO_VIEWS = Set.of("migrations", "management", "templatetags");

  /** All of a file: the handlers, and the functions of the file that they call. */
  public static List<RequestHandler> in(PythonModule module) {
    boolean mayHandle =
        FRAMEWORKS.stream().anyMatch(module::importsFrom) || module.importsAny(JOB_LIBRARY);
    if (!mayHandle || module.path().isBelow(NO_VIEWS)) {
      return List.of();
    }
    Map<FunctionDef, FunctionDef> found = new LinkedHashMap<>();
    for (FunctionDef each : functionsOf(module)) {
      if (isHandler(each, module)) {
        found.put(each, each);
      }
    }
    for (FunctionDef handler : List.copyOf(found.keySet())) {
      handler.body().accept(new Callees(handler, found));
    }
    List<RequestHandler> all = new ArrayList<>();
    found.forEach((function, handler) -> all.add(new RequestHandler(function, handler)));
    return all;
  }

  private static List<FunctionDef> functionsOf(PythonModule module) {
    List<FunctionDef> functions = new ArrayList<>();
    module
        .tree()
        .accept(
            new BaseTreeVisitor() {
              @Override
              public void visitFunctionDef(FunctionDef function) {
                functions.add(function);
                super.visitFunctionDef(function);
              }
            });
    return functions;
  }

  private static boolean isHandler(FunctionDef function, PythonModule module) {
    Optional<PathOperation> operation = PathOperation.of(function, module);
    if (operation.isPresent()) {
      // The connections of a socket live in the process that holds them.
      return !operation.get().isWebSocket();
    }
    return function.decorators().stream().anyMatch(each -> isHandler(each, module))
        || isMethodOfView(function, module)
        || isDjangoFunction(function, module);
  }

  private static boolean isHandler(Decorator decorator, PythonModule module) {
    Expression written = decorator.expression();
    String name = SourceText.of(written instanceof CallExpression call ? call.callee() : written);
    boolean isFlask = module.importsFrom("flask") || module.importsFrom("quart");
    boolean isRoute =
        isFlask
            && (written instanceof CallExpression && isFlaskRoute(name)
                || FLASK_HOOK.matcher(name).matches());
    return isRoute || (JOB.matcher(name).matches() && module.importsAny(JOB_LIBRARY));
  }

  private static boolean isFlaskRoute(String callee) {
    return OF_HOLDER.matcher(callee).matches()
        && FlaskView.isRegistration(QualifiedName.of(callee).lastName());
  }

  private static boolean isMethodOfView(FunctionDef function, PythonModule module) {
    boolean mayAnswer =
        HttpMethod.handledBy(function.name().name()).isPresent()
            || METHOD.matcher(function.name().name()).matches()
            || function.decorators().stream()
                .anyMatch(each -> SourceText.of(each.expression()).startsWith("action"));
    return mayAnswer
        && ViewClass.around(function, module)
            .filter(
                view ->
                    view.answers()
                        || view.isFlaskResource()
                        || view.bases().stream().anyMatch(RequestHandler::isMethodView))
            .isPresent();
  }

  private static boolean isMethodView(BaseClass base) {
    return base.isOrInherits(METHOD_VIEW);
  }

  private static boolean isDjangoFunction(FunctionDef function, PythonModule module) {
    boolean isOfFile = function.parent() != null && function.parent().parent() == module.tree();
    return isOfFile
        && (module.importsFrom("django") || module.importsFrom("rest_framework"))
        && function.parameters() != null
        && !function.parameters().all().isEmpty()
        && function.parameters().all().get(0) instanceof Parameter first
        && first.name() != null
        && first.name().name().equals("request");
  }

  /** Adds the functions of the file that a handler calls. */
  private static final class Callees extends BaseTreeVisitor {
    private final FunctionDef handler;
    private final Map<FunctionDef, FunctionDef> found;

    Callees(FunctionDef handler, Map<FunctionDef, FunctionDef> found) {
      this.handler = handler;
      this.found = found;
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      if (call.callee() instanceof Name name) {
        PythonModule.functionNamed(name)
            .filter(callee -> !(callee.parent().parent() instanceof ClassDef))
            .ifPresent(callee -> found.putIfAbsent(callee, handler));
      }
      super.visitCallExpression(call);
    }
  }

  /** Whether it answers or works itself. */
  public boolean isDirect() {
    return function == handler;
  }
}
