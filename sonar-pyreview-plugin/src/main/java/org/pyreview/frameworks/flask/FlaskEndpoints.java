package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.Authorization;
import org.pyreview.frameworks.web.Endpoint;
import org.pyreview.frameworks.web.Endpoint.Protection;
import org.pyreview.frameworks.web.HarmlessHandler;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The endpoints of a Flask project that change state: view functions, method views and resources.
 */
public final class FlaskEndpoints {

  private static final Set<String> HOLDERS =
      Set.of(
          "flask.Blueprint",
          "flask.blueprints.Blueprint",
          "flask.Flask",
          "flask.app.Flask",
          "flask_openapi3.APIBlueprint",
          "flask_smorest.Blueprint",
          "flask_restx.Namespace");
  private static final Pattern RESOURCE =
      Pattern.compile(
          "flask\\.views\\.MethodView|flask_rest(?:ful|x|plus)\\.(?:resource\\.)?Resource");
  private static final Set<String> BEFORE =
      Set.of("before_request", "before_app_request", "before_first_request");

  private final ProjectCode code;
  private final Authorization authorization;
  private final Map<String, Protection> guards = new HashMap<>();
  private boolean isAppProtected;

  private FlaskEndpoints(Project project, Authorization authorization) {
    this.code = ProjectCode.of(project);
    this.authorization = authorization;
  }

  /** The endpoints of a project that aren't public on purpose. */
  public static List<Endpoint> of(Project project, Authorization authorization) {
    return new FlaskEndpoints(project, authorization).collect();
  }

  private List<Endpoint> collect() {
    List<ModuleCode> modules = code.mainModules();
    if (modules.stream().noneMatch(module -> module.mentions("flask"))) {
      return List.of();
    }
    List<CodeScope> scopes =
        modules.stream()
            .filter(FlaskEndpoints::mayChangeState)
            .flatMap(module -> CodeScope.of(code, module).stream())
            .toList();
    scopes.forEach(this::collectGuards);
    List<Endpoint> found = new ArrayList<>();
    for (CodeScope scope : scopes) {
      scope.statements().forEach(statement -> collect(scope, statement, found));
    }
    return isAppProtected ? List.of() : found;
  }

  /** {@code @bp.before_request} and {@code bp.before_request(check)}. */
  private void collectGuards(CodeScope scope) {
    scope
        .statements()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .forEach(
            function ->
                function.decorators().stream()
                    .filter(Expr.Attribute.class::isInstance)
                    .map(Expr.Attribute.class::cast)
                    .filter(each -> BEFORE.contains(each.name()))
                    .forEach(
                        each ->
                            protect(
                                scope,
                                each,
                                Protection.best(
                                    Stream.of(
                                        Protection.certain(authorization.isNamed(function.name())),
                                        authorization.in(scope, function),
                                        authorization.of(
                                            scope,
                                            function.decorators().stream()
                                                .filter(other -> other != each)))))));
    scope
        .calls()
        .filter(call -> BEFORE.contains(call.name()) && call.arguments().size() == 1)
        .filter(call -> call.callee() instanceof Expr.Attribute)
        .forEach(
            call ->
                protect(
                    scope,
                    (Expr.Attribute) call.callee(),
                    authorization.of(scope, call.arguments().get(0).value())));
  }

  private void protect(CodeScope scope, Expr.Attribute hook, Protection protection) {
    if (protection == Protection.NONE) {
      return;
    }
    Optional<String> holder = holder(scope, hook.value());
    boolean isForAll =
        hook.name().equals("before_app_request")
            || holder.isEmpty()
            || holder.get().startsWith("flask.Flask ")
            || holder.get().startsWith("flask.app.Flask ");
    isAppProtected |= isForAll;
    holder.ifPresent(each -> guards.put(each, protection));
  }

  /** The class of an application or blueprint and what identifies it. */
  private Optional<String> holder(CodeScope scope, Expr expression) {
    if (scope.meaning(expression) instanceof Meaning.Value value
        && value.value() instanceof Expr.Call made) {
      String type = scope.ofFile(value.module()).meaning(made.callee()).external();
      return HOLDERS.contains(type)
          ? Optional.of(type + " " + value.module() + " " + made.place())
          : Optional.empty();
    }
    return Optional.empty();
  }

  private void collect(CodeScope scope, Stmt statement, List<Endpoint> found) {
    if (statement instanceof Stmt.Function function) {
      collectFunction(scope, function, found);
    } else if (statement instanceof Stmt.ClassDef definition) {
      collectClass(scope, code.classCode(scope.module(), definition), found);
    }
  }

  private void collectFunction(CodeScope scope, Stmt.Function function, List<Endpoint> found) {
    for (Expr decorator : function.decorators()) {
      if (decorator instanceof Expr.Call route && changesState(route)) {
        Optional<String> holder = route.receiver().flatMap(each -> holder(scope, each));
        String path = route.at(0, "rule").map(FlaskEndpoints::text).orElse("");
        if (holder.isPresent()
            && !isPublic(scope, function.name(), path)
            && !HarmlessHandler.is(function)) {
          Protection protection =
              Protection.best(
                  Stream.of(
                      guards.getOrDefault(holder.get(), Protection.NONE),
                      authorization.in(scope, function),
                      authorization.of(
                          scope,
                          function.decorators().stream().filter(each -> each != decorator))));
          found.add(new Endpoint(scope.module(), function.name(), function.place(), protection));
          return;
        }
      }
    }
  }

  private static boolean mayChangeState(ModuleCode module) {
    return module.mentions("flask", "before_", RouteDecorator.ROUTE.text())
        || Stream.of(HttpMethod.values())
            .filter(HttpMethod::changesState)
            .anyMatch(method -> module.mentions(method.handler()));
  }

  private static boolean changesState(Expr.Call route) {
    return RouteDecorator.named(route.name())
        .filter(each -> each.isOfFlask() && each.changesState(route))
        .isPresent();
  }

  private boolean isPublic(CodeScope scope, String name, String path) {
    return authorization.isPublic(name, path) || authorization.isPublic(scope.module());
  }

  private static String text(Expr expression) {
    return expression instanceof Expr.Text text ? text.value() : "";
  }

  private void collectClass(CodeScope scope, ClassCode view, List<Endpoint> found) {
    boolean isView =
        view.externalBases().stream().anyMatch(base -> RESOURCE.matcher(base).matches());
    if (!isView || isPublic(scope, view.name(), "")) {
      return;
    }
    Protection ofClass =
        Protection.best(
            Stream.of(
                    Stream.of(Protection.possible(view.isOpen())),
                    Stream.of("method_decorators", "decorators")
                        .flatMap(name -> view.attribute(name).stream())
                        .map(each -> listed(scope.ofFile(each.owner().module()), each.value())),
                    view.lineage().stream()
                        .skip(1)
                        .map(each -> Protection.certain(authorization.isNamed(each.name()))),
                    Stream.of(decorators(scope, view.definition().decorators())))
                .flatMap(each -> each));
    view.body()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .filter(
            method ->
                HttpMethod.handledBy(method.name()).filter(HttpMethod::changesState).isPresent())
        .filter(method -> !HarmlessHandler.is(method))
        .map(
            method ->
                new Endpoint(
                    scope.module(),
                    view.name() + "." + method.name(),
                    method.place(),
                    Protection.best(
                        Stream.of(
                            ofClass, ofMethod(scope, method), continued(scope, view, method)))))
        .forEach(found::add);
  }

  /** What the methods do that {@code super().post()} goes on with. */
  private Protection continued(CodeScope scope, ClassCode view, Stmt.Function method) {
    boolean goesOn =
        method
            .statements()
            .flatMap(Stmt::everyExpression)
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(call -> call.name().equals(method.name()))
            .anyMatch(call -> call.receiver().filter(FlaskEndpoints::isSuper).isPresent());
    return goesOn
        ? Protection.best(
            view.lineage().stream()
                .skip(1)
                .flatMap(
                    ancestor ->
                        ancestor.definition().method(method.name()).stream()
                            .map(each -> ofMethod(scope.ofFile(ancestor.module()), each))))
        : Protection.NONE;
  }

  private static boolean isSuper(Expr receiver) {
    return receiver instanceof Expr.Call call && call.name().equals("super");
  }

  private Protection ofMethod(CodeScope scope, Stmt.Function method) {
    return Protection.best(
        Stream.of(authorization.in(scope, method), decorators(scope, method.decorators())));
  }

  private Protection decorators(CodeScope scope, List<Expr> decorators) {
    return authorization.of(scope, decorators.stream().filter(each -> !isRoute(scope, each)));
  }

  private boolean isRoute(CodeScope scope, Expr decorator) {
    Expr callee = decorator instanceof Expr.Call call ? call.callee() : decorator;
    return callee instanceof Expr.Attribute member && holder(scope, member.value()).isPresent();
  }

  private Protection listed(CodeScope scope, Expr decorators) {
    if (decorators instanceof Expr.Collection list) {
      return authorization.of(scope, list.elements().stream());
    }
    return decorators instanceof Expr.Mapping mapping
        ? Protection.best(mapping.entries().stream().map(each -> listed(scope, each.value())))
        : Protection.POSSIBLE;
  }
}
