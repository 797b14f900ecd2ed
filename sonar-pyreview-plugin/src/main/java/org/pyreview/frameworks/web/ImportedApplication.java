package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The routes of a file that are registered on an application which another file makes.
 *
 * @param application as the file names it
 * @param routes the decorators
 * @param home the file that makes the application
 * @param made where it does
 * @param isFlask whether it is Flask's; else FastAPI's
 */
public record ImportedApplication(
    ProjectFile file,
    String application,
    List<Place> routes,
    ProjectFile home,
    Place made,
    boolean isFlask) {

  /** All of a project, one for each application that a file imports. */
  public static Stream<ImportedApplication> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    return code.mainModules().stream()
        .filter(module -> module.mentions(RouteDecorator.names()))
        .flatMap(module -> in(module, code).stream());
  }

  private static List<ImportedApplication> in(ModuleCode module, ProjectCode code) {
    Map<String, List<Expr.Attribute>> byName = new LinkedHashMap<>();
    module
        .topLevel()
        .filter(Stmt.Function.class::isInstance)
        .flatMap(function -> ((Stmt.Function) function).decorators().stream())
        .filter(Expr.Call.class::isInstance)
        .map(decorator -> ((Expr.Call) decorator).callee())
        .filter(Expr.Attribute.class::isInstance)
        .map(Expr.Attribute.class::cast)
        .filter(
            route ->
                RouteDecorator.named(route.name())
                    .filter(RouteDecorator::isUnmistakable)
                    .isPresent())
        .forEach(
            route ->
                route
                    .value()
                    .dotted()
                    .ifPresent(
                        name -> byName.computeIfAbsent(name, x -> new ArrayList<>()).add(route)));
    List<ImportedApplication> found = new ArrayList<>();
    byName.forEach(
        (name, routes) -> {
          if (code.meaning(module, routes.get(0).value()) instanceof Meaning.Value made
              && made.module() != module
              && made.value() instanceof Expr.Call call) {
            String type = WebApplication.typeOf(code.meaning(made.module(), call.callee()), code);
            if (WebApplication.isFlask(type) || WebApplication.isFastApi(type)) {
              found.add(
                  new ImportedApplication(
                      module.file(),
                      name,
                      routes.stream().map(Expr.Attribute::place).toList(),
                      made.module().file(),
                      call.place(),
                      WebApplication.isFlask(type)));
            }
          }
        });
    return found;
  }

  /** What the routes of a file of their own belong to. */
  public String router() {
    return isFlask ? "Blueprint" : "APIRouter";
  }
}
