package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pyreview.frameworks.flask.FlaskConfiguration;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A tool for developers that an application of Flask or FastAPI always has. The debug toolbars of
 * both show nothing unless the application is in debug mode, so that taking them in alone is
 * harmless.
 *
 * @param name of the tool, or of the setting that switches it on
 */
public record DebugTool(String name, ProjectFile file, Place place) {

  private static final String SWITCH = "DEBUG_TB_ENABLED";

  private static final Map<String, String> DEBUGGERS =
      Map.of(
          "werkzeug.debug.DebuggedApplication", "DebuggedApplication",
          "werkzeug.DebuggedApplication", "DebuggedApplication");

  private static final String TOOLBAR = "debug_toolbar.middleware.DebugToolbarMiddleware";

  /** Those of a project. */
  public static List<DebugTool> of(Project project) {
    List<DebugTool> found = new ArrayList<>();
    FlaskConfiguration.of(project).of(SWITCH).stream()
        .filter(setting -> setting.is("True"))
        .forEach(
            setting -> found.add(new DebugTool(SWITCH, setting.file(), setting.value().place())));
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("DebuggedApplication", "DebugToolbarMiddleware")
          && !DevelopmentPath.of(module.file().path()).isDevelopment()) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          List<Stmt> body = scope.function().map(Stmt.Function::body).orElse(module.statements());
          if (scope.outer().isEmpty() || scope.function().isPresent()) {
            body.stream()
                .flatMap(DebugTool::always)
                .flatMap(each -> each.expressions().stream())
                .flatMap(Expr::unconditional)
                .filter(Expr.Call.class::isInstance)
                .flatMap(call -> tool((Expr.Call) call, scope, code))
                .forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  /** A statement and those in it that no condition guards. */
  private static Stream<Stmt> always(Stmt statement) {
    return statement instanceof Stmt.If
            || statement instanceof Stmt.Match
            || statement instanceof Stmt.Function
            || statement instanceof Stmt.ClassDef
        ? Stream.empty()
        : Stream.concat(
            Stream.of(statement), statement.inner().stream().flatMap(DebugTool::always));
  }

  private static Stream<DebugTool> tool(Expr.Call call, CodeScope scope, ProjectCode code) {
    ProjectFile file = scope.module().file();
    String debugger = DEBUGGERS.get(scope.meaning(call.callee()).external());
    if (debugger != null) {
      return Stream.of(new DebugTool(debugger, file, call.callee().place()));
    }
    boolean isToolbar =
        call.name().equals("add_middleware")
            && call.at(0, "middleware_class")
                .filter(each -> scope.meaning(each).external().equals(TOOLBAR))
                .isPresent()
            && call.receiver().filter(app -> isInDebugMode(app, scope, code)).isPresent();
    return isToolbar
        ? Stream.of(new DebugTool("DebugToolbarMiddleware", file, call.callee().place()))
        : Stream.empty();
  }

  /** {@code FastAPI(debug=True)}. */
  private static boolean isInDebugMode(Expr app, CodeScope scope, ProjectCode code) {
    return scope.meaning(app) instanceof Meaning.Value value
        && value.value() instanceof Expr.Call made
        && WebApplication.isFastApi(
            WebApplication.typeOf(
                (value.module() == scope.module() ? scope : scope.ofFile(value.module()))
                    .meaning(made.callee()),
                code))
        && made.named("debug")
            .filter(each -> each instanceof Expr.Constant flag && flag.text().equals("True"))
            .isPresent();
  }
}
