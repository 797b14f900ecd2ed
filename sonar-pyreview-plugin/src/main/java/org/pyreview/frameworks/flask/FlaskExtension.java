package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.web.WebApplication;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * An object of a Flask extension that is bound to an application by {@code init_app()}.
 *
 * @param scope the file or function that makes it
 * @param name the variable that keeps it
 * @param call what makes it
 * @param type its class, as the extension names it
 * @see <a href="https://flask.palletsprojects.com/en/stable/extensiondev/">Flask extension
 *     development</a>
 */
public record FlaskExtension(CodeScope scope, String name, Expr.Call call, String type) {

  private static final Pattern CLASS =
      Pattern.compile(
          "(?:flask_\\w+|authlib\\.integrations\\.flask_client)(?:\\.\\w+)*"
              + "\\.(?:SQLAlchemy|Migrate|LoginManager|Mail|Limiter|Cache|CSRFProtect|CsrfProtect|CORS|JWTManager|Babel"
              + "|Marshmallow|Bcrypt|SocketIO|Talisman|Session|Principal|Security|DebugToolbarExtension|Compress"
              + "|Moment|Bootstrap\\d?|PyMongo|FlaskRedis|MongoEngine|OpenID|Argon2|OAuth|Admin"
              + "|SeaSurf|Redis|RQ|APScheduler|Assets|Executor)");

  /** What is of use without anybody who keeps it. */
  private static final Set<String> NEED_NO_HANDLE =
      Set.of("Migrate", "Talisman", "CORS", "Compress", "Moment", "DebugToolbarExtension", "Admin");

  private static final Set<String> PROTECTING =
      Set.of("CSRFProtect", "CsrfProtect", "SeaSurf", "Limiter", "Talisman", "CORS");
  private static final Pattern APPLICATION = Pattern.compile("(?i)(?:.*[._])?app(?:lication)?");

  /** The second is Flask-Login's older name. */
  private static final Set<String> BINDING = Set.of("init_app", "setup_app");

  /** All of a project that has an application of Flask. */
  public static List<FlaskExtension> of(Project project) {
    List<FlaskExtension> found = new ArrayList<>();
    if (WebApplication.of(project).stream().anyMatch(WebApplication::isFlask)) {
      ProjectCode code = ProjectCode.of(project);
      for (ModuleCode module : code.mainModules()) {
        if (module.mentions("flask", "Flask")) {
          CodeScope.of(code, module).forEach(scope -> collect(scope, code, found));
        }
      }
    }
    return found;
  }

  private static void collect(CodeScope scope, ProjectCode code, List<FlaskExtension> found) {
    scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().isPresent())
        .filter(assign -> assign.value().orElse(null) instanceof Expr.Call)
        .forEach(
            assign -> {
              Expr.Call call = (Expr.Call) assign.value().get();
              type(scope.meaning(call.callee()), code)
                  .ifPresent(
                      type ->
                          found.add(new FlaskExtension(scope, assign.name().get(), call, type)));
            });
  }

  private static Optional<String> type(Meaning callee, ProjectCode code) {
    return (callee instanceof Meaning.Class own
            ? code.classCode(own).externalBases().stream()
            : java.util.stream.Stream.of(callee.external()))
        .filter(each -> CLASS.matcher(each).matches())
        .map(each -> QualifiedName.of(each).lastName())
        .findFirst();
  }

  public ModuleCode module() {
    return scope.module();
  }

  /** Whether importing the file makes it. */
  public boolean isGlobal() {
    return scope.outer().isEmpty();
  }

  /** Whether it is a protection, which is silently missing without an application. */
  public boolean protects() {
    return PROTECTING.contains(type);
  }

  /** Whether it is of use without a variable that others import. */
  public boolean needsNoHandle() {
    return NEED_NO_HANDLE.contains(type);
  }

  /** Whether it gets an application when it is made. */
  public boolean isMadeWithApplication() {
    return call.named("app").isPresent()
        || !call.isWrittenOut()
        || call.positional().stream()
            .anyMatch(
                each ->
                    each.dotted().filter(name -> APPLICATION.matcher(name).matches()).isPresent()
                        || each instanceof Expr.Call);
  }

  /**
   * Whether some code of the project binds it to an application, or may do so: it is the receiver
   * of {@code init_app()}, or is handed on as a value.
   */
  public boolean isBound(ProjectCode code) {
    return code.modules().stream()
        .filter(module -> module.mentions(name))
        .flatMap(module -> CodeScope.of(code, module).stream())
        .anyMatch(other -> other.statements().anyMatch(each -> binds(each, other)));
  }

  private boolean binds(Stmt statement, CodeScope other) {
    return statement.expressions().stream().anyMatch(each -> mayBind(each, other, false));
  }

  private boolean mayBind(Expr expression, CodeScope other, boolean isReadFrom) {
    if (isIt(expression, other)) {
      return !isReadFrom;
    }
    if (expression instanceof Expr.Attribute member) {
      boolean isCalledSo =
          BINDING.contains(member.name())
              && member
                  .value()
                  .dotted()
                  .filter(each -> each.equals(name) || each.endsWith("." + name))
                  .isPresent();
      return isCalledSo || mayBind(member.value(), other, true);
    }
    return expression.children().stream().anyMatch(each -> mayBind(each, other, false));
  }

  private boolean isIt(Expr expression, CodeScope other) {
    return expression
            .dotted()
            .filter(each -> each.equals(name) || each.endsWith("." + name))
            .isPresent()
        && !expression.place().equals(targetPlace())
        && other.meaning(expression) instanceof Meaning.Value value
        && value.module() == module()
        && value.value().place().equals(call.place());
  }

  /** Where the assignment names it: that is no use. */
  private org.pyreview.project.Place targetPlace() {
    return scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.value().filter(each -> each == call).isPresent())
        .map(assign -> assign.targets().get(0).place())
        .findFirst()
        .orElse(call.place());
  }
}
