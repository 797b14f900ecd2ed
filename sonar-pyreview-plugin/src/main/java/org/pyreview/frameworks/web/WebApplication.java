package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A place that makes an application of Flask, Quart or FastAPI.
 *
 * @param scope the file or function it stands in
 * @param call what makes it
 * @param name the variable it is kept in; empty if it is used where it is made
 * @param isFlask whether it is Flask's or Quart's; else FastAPI's
 */
public record WebApplication(
    CodeScope scope, Expr.Call call, Optional<String> name, boolean isFlask) {

  private static final Set<String> FLASK =
      Set.of("flask.Flask", "flask.app.Flask", "quart.Quart", "quart.app.Quart");
  private static final Set<String> FASTAPI =
      Set.of("fastapi.FastAPI", "fastapi.applications.FastAPI");
  private static final String[] SIGNS = {"Flask", "Quart", "FastAPI"};

  /** Files that run something, and are no part of the application. */
  private static final Set<String> TOOLS = Set.of("bin", "scripts", "script", "utils", "contrib");

  private static final Pattern SETS_UP =
      Pattern.compile(
          "(?i)(?:create|make|init|build|configure|setup|set_up)_?\\w*app(?:lication)?|init_\\w+");

  private static final Pattern ENTRY_POINT =
      Pattern.compile(
          "(?:wsgi|asgi|main|__main__|serve|server|run|runserver|manage|passenger_wsgi|gunicorn\\w*|uwsgi\\w*"
              + "|celery\\w*|\\w*celery|\\w*worker|cli|app_factory_entry)\\.py");

  private record All(List<WebApplication> list) {}

  /** Those of a project outside of tests, examples and scripts. */
  public static List<WebApplication> of(Project project) {
    return project.knowledge(All.class, WebApplication::collect).list;
  }

  private static All collect(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<WebApplication> found = new ArrayList<>();
    String[] signs = Stream.concat(Stream.of(SIGNS), subclasses(code)).toArray(String[]::new);
    for (ModuleCode module : code.mainModules()) {
      if (isPartOfIt(module.file()) && module.mentions(signs)) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          collect(scope, code, found);
        }
      }
    }
    return new All(found);
  }

  /** The names of the project's own classes of applications. */
  private static Stream<String> subclasses(ProjectCode code) {
    return code.mainModules().stream()
        .filter(module -> module.mentions(SIGNS))
        .flatMap(
            module ->
                module
                    .classes()
                    .filter(each -> !typeOf(new Meaning.Class(module, each), code).isEmpty()))
        .map(Stmt.ClassDef::name);
  }

  private static boolean isPartOfIt(ProjectFile file) {
    return !DevelopmentPath.of(file.path()).isDevelopment() && !file.path().isBelow(TOOLS);
  }

  private static void collect(CodeScope scope, ProjectCode code, List<WebApplication> found) {
    scope
        .statements()
        .forEach(
            statement ->
                statement.expressions().stream()
                    .flatMap(Expr::all)
                    .filter(Expr.Call.class::isInstance)
                    .map(Expr.Call.class::cast)
                    .forEach(
                        call -> {
                          String type = typeOf(scope.meaning(call.callee()), code);
                          if (FLASK.contains(type) || FASTAPI.contains(type)) {
                            found.add(
                                new WebApplication(
                                    scope, call, nameIn(statement), FLASK.contains(type)));
                          }
                        }));
  }

  private static Optional<String> nameIn(Stmt statement) {
    return statement instanceof Stmt.Assign assign ? assign.name() : Optional.empty();
  }

  /**
   * The class of an application that a callee makes, one of the framework's also where the project
   * extends it; empty text if it makes something else.
   */
  static String typeOf(Meaning callee, ProjectCode code) {
    return callee instanceof Meaning.Class each
        ? code.classCode(each).externalBases().stream()
            .filter(base -> FLASK.contains(base) || FASTAPI.contains(base))
            .findFirst()
            .orElse("")
        : callee.external();
  }

  /** Whether a class is Flask's or Quart's application. */
  static boolean isFlask(String type) {
    return FLASK.contains(type);
  }

  /** Whether a class is FastAPI's application. */
  static boolean isFastApi(String type) {
    return FASTAPI.contains(type);
  }

  public ModuleCode module() {
    return scope.module();
  }

  /** Whether importing the file makes it, and keeps it in a variable of the file. */
  public boolean isGlobal() {
    return scope.outer().isEmpty() && name.isPresent();
  }

  /** The function that makes it and gives it back. */
  public Optional<Stmt.Function> factory() {
    return scope
        .function()
        .filter(
            function ->
                function
                    .statements()
                    .filter(Stmt.Return.class::isInstance)
                    .flatMap(each -> ((Stmt.Return) each).value().stream())
                    .anyMatch(
                        value ->
                            value == call
                                || value
                                    .dotted()
                                    .filter(each -> name.filter(each::equals).isPresent())
                                    .isPresent()));
  }

  /** Whether an expression of some file is this application's variable. */
  public boolean isMeantBy(Meaning meaning) {
    return meaning instanceof Meaning.Value value
        && value.module() == module()
        && value.value().place().equals(call.place());
  }

  /**
   * Whether its own file does something with it, such as giving it routes. To start it, or to try a
   * class of the project with it, is nothing.
   */
  public boolean isUsed() {
    return module().statements().stream()
        .filter(each -> !each.isForProgram())
        .flatMap(Stmt::everyExpression)
        .anyMatch(this::isUse);
  }

  /**
   * Whether a function of another file makes it what it is, {@code create_app(application)}: tests
   * hand it an application of their own.
   */
  public boolean isSetUpElsewhere() {
    return module().statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> SETS_UP.matcher(call.name()).matches())
        .filter(call -> call.arguments().stream().anyMatch(each -> isIts(each.value())))
        .anyMatch(
            call ->
                scope.meaning(call.callee()) instanceof Meaning.Function called
                    && called.module() != module());
  }

  private boolean isUse(Expr expression) {
    if (expression instanceof Expr.Attribute member) {
      return isIts(member.value());
    }
    return expression instanceof Expr.Call other
        && other.arguments().stream().anyMatch(argument -> isIts(argument.value()))
        && !(scope.meaning(other.callee()) instanceof Meaning.Class);
  }

  private boolean isIts(Expr expression) {
    return expression.dotted().filter(name.orElse("")::equals).isPresent();
  }

  /** Whether a file is one that servers and commands start from: it makes the application. */
  public static boolean isEntryPoint(ModuleCode module) {
    return ENTRY_POINT.matcher(module.file().name()).matches();
  }

  /** The other files that import the application's variable, entry points left out. */
  public List<Importer> importers(ProjectCode code) {
    List<Importer> found = new ArrayList<>();
    if (name.isEmpty()) {
      return found;
    }
    for (ModuleCode other : code.mainModules()) {
      if (other != module() && !isEntryPoint(other) && other.mentions(name.get())) {
        other.statements().stream()
            .flatMap(Stmt::everything)
            .filter(Stmt.Import.class::isInstance)
            .map(Stmt.Import.class::cast)
            .filter(each -> isMeantBy(code.meaning(other, each)))
            .findFirst()
            .ifPresent(each -> found.add(new Importer(other, each)));
      }
    }
    return found;
  }

  /** A file that imports an application. */
  public record Importer(ModuleCode module, Stmt.Import statement) {}
}
