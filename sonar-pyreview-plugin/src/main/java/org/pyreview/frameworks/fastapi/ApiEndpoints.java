package org.pyreview.frameworks.fastapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The endpoints of a FastAPI project that change state, with the dependencies they get from their
 * signature, decorator, routers and application.
 *
 * @see <a href="https://fastapi.tiangolo.com/tutorial/dependencies/global-dependencies/">Global
 *     dependencies</a>
 */
public final class ApiEndpoints {

  private static final int DEEPEST = 8;
  private static final Pattern ROUTER =
      Pattern.compile("fastapi\\.(?:routing\\.)?APIRouter|fastapi\\.(?:applications\\.)?FastAPI");

  /** Names of endpoints that take a POST for the size of the question, and change nothing. */
  private static final Pattern READING =
      Pattern.compile(
          "_*(?:api_)?(?:get|list|search|query|read|find|fetch|lookup|decode|preview|estimate|calculate|compute|convert|redirect)(?:_\\w+)?|\\w+_(?:decode|preview|search|info|list)");

  private static final Pattern LOCAL = Pattern.compile("(?i).*(?:local|debug|dev|test).*");

  private final ProjectCode code;
  private final Authorization authorization;
  private final GuardingDependencies dependencies;
  private final Map<String, Router> routers = new HashMap<>();

  private static final class Router {
    private final boolean isApplication;
    private Protection protection = Protection.NONE;
    private final List<Inclusion> parents = new ArrayList<>();

    Router(boolean isApplication) {
      this.isApplication = isApplication;
    }
  }

  /**
   * A call of {@code include_router}.
   *
   * @param parent key of the router it is called on; empty where that can't be told
   * @param protection what its own dependencies do, or a condition around it
   */
  private record Inclusion(String parent, Protection protection) {}

  private ApiEndpoints(Project project, Authorization authorization) {
    this.code = ProjectCode.of(project);
    this.authorization = authorization;
    this.dependencies = new GuardingDependencies(code, authorization);
  }

  /** The endpoints of a project that aren't public on purpose. */
  public static List<Endpoint> of(Project project, Authorization authorization) {
    return new ApiEndpoints(project, authorization).collect();
  }

  private List<Endpoint> collect() {
    List<ModuleCode> modules = code.mainModules();
    for (ModuleCode module : modules) {
      if (module.mentions("fastapi", "APIRouter")) {
        CodeScope.of(code, module).forEach(this::collectRouters);
      }
    }
    if (routers.isEmpty()) {
      return List.of();
    }
    List<CodeScope> scopes =
        modules.stream().flatMap(module -> CodeScope.of(code, module).stream()).toList();
    scopes.forEach(this::collectInclusions);
    List<Endpoint> found = new ArrayList<>();
    for (CodeScope scope : scopes) {
      scope
          .statements()
          .filter(Stmt.Function.class::isInstance)
          .map(Stmt.Function.class::cast)
          .forEach(function -> endpoint(scope, function).ifPresent(found::add));
    }
    return found;
  }

  private void collectRouters(CodeScope scope) {
    scope
        .calls()
        .filter(call -> isRouter(scope, call))
        .forEach(
            call -> {
              Router router =
                  new Router(scope.meaning(call.callee()).external().endsWith("FastAPI"));
              router.protection = hasProtection(scope, call);
              routers.put(key(scope.module(), call), router);
            });
  }

  private boolean isRouter(CodeScope scope, Expr.Call call) {
    Meaning made = scope.meaning(call.callee());
    return ROUTER.matcher(made.external()).matches()
        || (made instanceof Meaning.Class own
            && code.classCode(own).externalBases().stream()
                .anyMatch(base -> ROUTER.matcher(base).matches()));
  }

  private Protection hasProtection(CodeScope scope, Expr.Call call) {
    Expr list = call.named("dependencies").orElse(null);
    if (list == null || list instanceof Expr.Constant) {
      return Protection.possible(!call.isWrittenOut());
    }
    if (list instanceof Expr.Collection each) {
      return listed(scope, each);
    }
    return scope.meaning(list) instanceof Meaning.Value value
            && value.value() instanceof Expr.Collection each
        ? listed(scope.ofFile(value.module()), each)
        : Protection.POSSIBLE;
  }

  private Protection listed(CodeScope scope, Expr.Collection list) {
    return Protection.best(
        list.elements().stream().map(each -> dependencies.declaredBy(scope, each)));
  }

  private void collectInclusions(CodeScope scope) {
    List<Stmt> statements = scope.statements().toList();
    Set<Expr> local = new HashSet<>();
    statements.stream()
        .filter(Stmt.If.class::isInstance)
        .map(Stmt.If.class::cast)
        .filter(each -> each.test().all().anyMatch(ApiEndpoints::saysLocal))
        .forEach(each -> each.body().stream().flatMap(Stmt::everyExpression).forEach(local::add));
    scope
        .calls()
        .forEach(
            call -> {
              switch (call.name()) {
                case "include_router" -> include(scope, call, local.contains(call));
                case "add_middleware" ->
                    call.arguments().stream()
                        .flatMap(each -> each.value().dotted().stream())
                        .filter(authorization::isNamed)
                        .forEach(each -> protect(scope, call, Protection.CERTAIN));
                default -> {}
              }
            });
    statements.stream()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .forEach(
            function ->
                function.decorators().stream()
                    .filter(Expr.Call.class::isInstance)
                    .map(Expr.Call.class::cast)
                    .filter(call -> call.name().equals("middleware"))
                    .forEach(
                        call ->
                            protect(
                                scope,
                                call,
                                authorization.isNamed(function.name())
                                    ? Protection.CERTAIN
                                    : authorization.in(scope, function))));
  }

  private static boolean saysLocal(Expr expression) {
    return expression instanceof Expr.Text text && LOCAL.matcher(text.value()).matches()
        || expression.dotted().filter(each -> LOCAL.matcher(each).matches()).isPresent();
  }

  private void protect(CodeScope scope, Expr.Call call, Protection protection) {
    call.receiver()
        .flatMap(each -> key(scope.meaning(each)))
        .map(routers::get)
        .ifPresent(
            each -> each.protection = Protection.best(Stream.of(each.protection, protection)));
  }

  private void include(CodeScope scope, Expr.Call call, boolean isLocal) {
    String parent = call.receiver().flatMap(each -> key(scope.meaning(each))).orElse("");
    call.at(0, "router").stream()
        .flatMap(each -> routers(scope, each))
        .forEach(
            each ->
                each.parents.add(
                    new Inclusion(
                        parent, isLocal ? Protection.POSSIBLE : hasProtection(scope, call))));
  }

  /** The router that an expression names, or all that a loop's variable goes through. */
  private Stream<Router> routers(CodeScope scope, Expr written) {
    Optional<Router> known = key(scope.meaning(written)).map(routers::get);
    Expr variable = written instanceof Expr.Attribute attribute ? attribute.value() : written;
    String path = written instanceof Expr.Attribute attribute ? "." + attribute.name() : "";
    return known.isPresent() || !(variable instanceof Expr.Name name)
        ? known.stream()
        : scope
            .statements()
            .filter(Stmt.For.class::isInstance)
            .map(Stmt.For.class::cast)
            .filter(loop -> loop.target().dotted().filter(name.id()::equals).isPresent())
            .map(Stmt.For::iterable)
            .filter(Expr.Collection.class::isInstance)
            .flatMap(list -> ((Expr.Collection) list).elements().stream())
            .flatMap(each -> key(member(scope.meaning(each), path)).map(routers::get).stream());
  }

  private Meaning member(Meaning owner, String path) {
    return path.isEmpty() ? owner : code.member(owner, path);
  }

  private Optional<String> key(Meaning meaning) {
    return meaning instanceof Meaning.Value value
        ? Optional.of(key(value.module(), value.value())).filter(routers::containsKey)
        : Optional.empty();
  }

  private static String key(ModuleCode module, Expr made) {
    return module + " " + made.place();
  }

  private Optional<Endpoint> endpoint(CodeScope scope, Stmt.Function function) {
    for (Expr decorator : function.decorators()) {
      if (decorator instanceof Expr.Call route && changesState(route)) {
        Optional<Router> router =
            route.receiver().flatMap(each -> key(scope.meaning(each))).map(routers::get);
        String path = route.at(0, "path").map(ApiEndpoints::text).orElse("");
        if (router.isPresent()
            && !READING.matcher(function.name()).matches()
            && !authorization.isPublic(function.name(), path)
            && !authorization.isPublic(scope.module())
            && !HarmlessHandler.is(function)
            && !isOpenChannel(scope, route)) {
          Protection protection =
              Protection.best(
                  Stream.of(
                      hasProtection(scope, route),
                      reaching(router.get(), 0),
                      dependencies.of(scope, function),
                      dependencies.ofClass(scope),
                      authorization.of(
                          scope,
                          function.decorators().stream().filter(each -> !isRoute(scope, each)))));
          return Optional.of(
              new Endpoint(scope.module(), function.name(), function.place(), protection));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean changesState(Expr.Call route) {
    return RouteDecorator.named(route.name())
        .filter(each -> each.isOfFastApi() && each.changesState(route))
        .isPresent();
  }

  /** Whether everybody may open a websocket at the same router: what goes through it is public. */
  private boolean isOpenChannel(CodeScope scope, Expr.Call route) {
    String router = route.receiver().flatMap(Expr::dotted).orElse("?");
    return scope
        .statements()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .filter(each -> each.decorators().stream().anyMatch(it -> isWebsocket(it, router)))
        .anyMatch(each -> dependencies.of(scope, each) == Protection.NONE);
  }

  private static boolean isWebsocket(Expr decorator, String router) {
    return decorator instanceof Expr.Call call
        && call.name().equals(RouteDecorator.WEBSOCKET.text())
        && call.receiver().flatMap(Expr::dotted).filter(router::equals).isPresent();
  }

  private static String text(Expr expression) {
    return expression instanceof Expr.Text text
        ? text.value()
        : expression instanceof Expr.Format format ? format.template() : "";
  }

  /** The least that every way from an application to the router does. */
  private Protection reaching(Router router, int depth) {
    if (depth > DEEPEST) {
      return Protection.POSSIBLE;
    }
    // A router that nobody includes answers no request; whoever includes it may be out of sight.
    Protection loose = Protection.possible(!router.isApplication);
    Protection above =
        router.parents.stream()
            .map(each -> through(each, depth))
            .min(Comparator.naturalOrder())
            .orElse(loose);
    return Protection.best(Stream.of(router.protection, above));
  }

  private Protection through(Inclusion inclusion, int depth) {
    Router parent = routers.get(inclusion.parent());
    return Protection.best(
        Stream.of(
            inclusion.protection(),
            parent == null ? Protection.NONE : reaching(parent, depth + 1)));
  }

  private boolean isRoute(CodeScope scope, Expr decorator) {
    return decorator instanceof Expr.Call call
        && call.receiver().flatMap(each -> key(scope.meaning(each))).isPresent();
  }
}
