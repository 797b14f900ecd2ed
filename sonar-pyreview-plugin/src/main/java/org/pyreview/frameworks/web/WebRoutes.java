package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * How many routes the applications of a project have, tests and examples left out.
 *
 * @param flask number of Flask's
 * @param flaskResources how many of them are resources of Flask-RESTful, which answers their errors
 *     itself, as JSON
 * @param flaskInJson how many of them answer nothing but JSON
 * @param fastApi number of FastAPI's
 */
public record WebRoutes(int flask, int flaskResources, int flaskInJson, int fastApi) {

  private static final Set<String> CALLS = Set.of("add_url_rule", "add_api_route");
  private static final Set<String> RESOURCES = Set.of("add_resource", "add_org_resource");

  /** Those of a project; counted once. */
  public static WebRoutes of(Project project) {
    return project.knowledge(WebRoutes.class, WebRoutes::count);
  }

  /** Those of one part of a repository, and of the parts inside it. */
  public static WebRoutes in(RepositoryPart part, Project project) {
    return count(project, module -> part.encloses(module.file().path()));
  }

  private static WebRoutes count(Project project) {
    return count(project, module -> true);
  }

  private static WebRoutes count(Project project, Predicate<ModuleCode> counts) {
    int flask = 0;
    int resources = 0;
    int json = 0;
    int fastApi = 0;
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      boolean isFastApi = module.mentions("fastapi");
      boolean isFlask = !isFastApi && module.mentions("flask", "quart");
      if ((isFastApi || isFlask)
          && counts.test(module)
          && !DevelopmentPath.of(module.file().path()).isDevelopment()) {
        List<Stmt.Function> routed = module.functions().filter(WebRoutes::isRouted).toList();
        int called = calls(module, CALLS);
        if (isFastApi) {
          fastApi += routed.size() + called;
        } else {
          int ofLibrary = calls(module, RESOURCES);
          resources += ofLibrary;
          flask += routed.size() + called + ofLibrary;
          json += (int) routed.stream().filter(WebRoutes::answersJson).count();
        }
      }
    }
    return new WebRoutes(flask, resources, json, fastApi);
  }

  private static int calls(ModuleCode module, Set<String> names) {
    return (int)
        module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(call -> names.contains(call.name()) && call.receiver().isPresent())
            .count();
  }

  /** Whether a decorator of Flask or FastAPI makes a function answer a path. */
  static boolean isRouted(Stmt.Function function) {
    return function.decorators().stream()
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> isRoute(call.name()) && call.receiver().isPresent())
        .anyMatch(
            call ->
                call.positional().stream()
                    .anyMatch(
                        path ->
                            path instanceof Expr.Text text
                                && text.value().matches("(?s)(?:/.*)?")));
  }

  private static boolean isRoute(String decorator) {
    return RouteDecorator.named(decorator)
        .filter(each -> each.answersRequests() && each.isUnmistakable())
        .isPresent();
  }

  /** Routes whose errors Flask itself answers, unless the application does. */
  public int flaskWithoutResources() {
    return flask - flaskResources;
  }

  private static boolean answersJson(Stmt.Function function) {
    List<Expr> answers = new ArrayList<>();
    function
        .statements()
        .filter(Stmt.Return.class::isInstance)
        .forEach(each -> ((Stmt.Return) each).value().ifPresent(answers::add));
    return !answers.isEmpty() && answers.stream().allMatch(WebRoutes::isJson);
  }

  private static boolean isJson(Expr answer) {
    Expr body =
        answer instanceof Expr.Collection tuple
                && tuple.bracket() == Expr.Bracket.TUPLE
                && !tuple.elements().isEmpty()
            ? tuple.elements().get(0)
            : answer;
    return body instanceof Expr.Mapping
        || (body instanceof Expr.Call call && call.name().equals("jsonify"));
  }
}
