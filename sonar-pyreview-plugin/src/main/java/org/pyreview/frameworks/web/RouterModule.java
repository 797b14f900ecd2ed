package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.FactKind;
import org.pyreview.project.ModuleImport;
import org.pyreview.project.Place;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The Flask blueprints and FastAPI routers that a file defines, and the names it takes from others.
 *
 * @param routers defined at module level, and used for nothing but to take routes in the file
 * @param imports every import of the file, wherever it stands, with what is done with the name
 * @param createsApp whether the file creates an application
 * @param loadsDynamically whether the file registers routers and imports modules by computed names
 */
public record RouterModule(
    List<Router> routers, List<NameUse> imports, boolean createsApp, boolean loadsDynamically) {

  /** The routers of each file. */
  public static final FactKind<RouterModule> FACTS =
      FactKind.of(RouterModule.class, RouterModule::recordedIn);

  private static final Set<String> BLUEPRINTS =
      Set.of("flask.Blueprint", "flask.blueprints.Blueprint");
  private static final Set<String> API_ROUTERS =
      Set.of("fastapi.APIRouter", "fastapi.routing.APIRouter");
  private static final Set<String> APPLICATIONS =
      Set.of("flask.Flask", "flask.app.Flask", "fastapi.FastAPI", "fastapi.applications.FastAPI");
  private static final Set<String> DYNAMIC_IMPORTS =
      Set.of(
          "importlib.import_module",
          "pkgutil.iter_modules",
          "pkgutil.walk_packages",
          "werkzeug.utils.find_modules",
          "werkzeug.utils.import_string");
  private static final Set<String> REGISTRATIONS =
      Set.of("add_url_rule", "add_api_route", "include_router", "register_blueprint");

  /**
   * A blueprint or router.
   *
   * @param registration the method of the application that registers it
   * @param routes those that its own file gives it, such as {@code get /orders/{id}}, its prefix
   *     included; a path that is computed is {@link #COMPUTED}
   */
  public record Router(String name, Place place, String registration, Set<String> routes) {

    /** Whether its own file gives it routes. */
    boolean hasRoutes() {
      return !routes.isEmpty();
    }

    /** Whether another one has each of its routes, and these tell it from others. */
    boolean isRepeatedBy(Router other) {
      return hasRoutes()
          && other.routes.containsAll(routes)
          && routes.stream().allMatch(route -> TELLING.matcher(route).find());
    }
  }

  private static final String COMPUTED = "?";

  /** A path with a part that is always the same. */
  private static final Pattern TELLING = Pattern.compile("/[a-z][\\w-]+", Pattern.CASE_INSENSITIVE);

  /**
   * An imported name.
   *
   * @param paths what is read from it, with what is read from that: {@code views.router} where the
   *     file has {@code shop.views.router}
   * @param escapes whether it is used as a value: whatever it holds may be used there
   */
  public record NameUse(ModuleImport cause, Set<String> paths, boolean escapes) {

    /** Whether all that is done with the name, if it is a router, is to give it routes. */
    boolean onlyAddsRoutes() {
      return !escapes && !paths.isEmpty();
    }

    /** Whether a router of that name gets routes. */
    boolean addsRoutes() {
      return paths.stream().map(path -> path.split("\\.")[0]).anyMatch(RouterModule::addsRoute);
    }
  }

  private static RouterModule recordedIn(PythonModule module) {
    if (module.path().isTest()) {
      return new RouterModule(List.of(), List.of(), false, false);
    }
    Collector collector = new Collector(module);
    module.tree().accept(collector);
    return new RouterModule(
        routers(module),
        collector.uses(),
        collector.createsApp,
        collector.loadsDynamically && collector.registersRouters());
  }

  private static List<Router> routers(PythonModule module) {
    List<Router> routers = new ArrayList<>();
    if (module.tree().statements() == null) {
      return routers;
    }
    for (Statement statement : module.tree().statements().statements()) {
      if (statement instanceof AssignmentStatement assignment
          && assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name name) {
        boolean isBlueprint = module.isCallTo(assignment.assignedValue(), BLUEPRINTS);
        boolean isRouter = module.isCallTo(assignment.assignedValue(), API_ROUTERS);
        List<Tree> reads = isBlueprint || isRouter ? PythonModule.readsOf(name) : List.of();
        if ((isBlueprint || isRouter) && !isPassedOn(reads)) {
          routers.add(
              new Router(
                  name.name(),
                  Place.of(name),
                  isBlueprint ? "app.register_blueprint" : "app.include_router",
                  routes(reads, (CallExpression) assignment.assignedValue())));
        }
      }
    }
    return routers;
  }

  private static boolean isPassedOn(List<Tree> reads) {
    return reads.stream()
        .anyMatch(
            use ->
                !(use.parent() instanceof QualifiedExpression member && member.qualifier() == use));
  }

  /** Whether a method of a router gives it a route. */
  private static boolean addsRoute(String method) {
    return RouteDecorator.named(method).filter(RouteDecorator::isUnmistakable).isPresent()
        || REGISTRATIONS.contains(method);
  }

  private static Set<String> routes(List<Tree> reads, CallExpression router) {
    Arguments made = Arguments.of(router);
    String prefix =
        Stream.of("prefix", "url_prefix")
            .flatMap(name -> made.named(name).stream())
            .map(each -> Literal.string(each).orElse(COMPUTED))
            .findFirst()
            .orElse("");
    Set<String> routes = new HashSet<>();
    for (Tree read : reads) {
      if (read.parent() instanceof QualifiedExpression route && addsRoute(route.name().name())) {
        routes.add(route(route, prefix));
      }
    }
    return routes;
  }

  private static String route(QualifiedExpression method, String prefix) {
    if (!(method.parent() instanceof CallExpression call) || prefix.equals(COMPUTED)) {
      return COMPUTED;
    }
    Arguments arguments = Arguments.of(call);
    String methods = arguments.named("methods").map(SourceText::of).orElse("");
    return arguments
        .at(0, "path")
        .flatMap(Literal::string)
        .map(path -> method.name().name() + methods + " " + prefix + path)
        .orElse(COMPUTED);
  }

  private static final class Collector extends BaseTreeVisitor {
    private final PythonModule module;
    private final List<Bound> imports = new ArrayList<>();
    private final Set<String> dotted = new HashSet<>();
    private Map<String, Set<String>> paths;
    private boolean createsApp;
    private boolean loadsDynamically;

    /** An import and the text that its uses start with. */
    private record Bound(ModuleImport cause, String text) {}

    Collector(PythonModule module) {
      this.module = module;
    }

    List<NameUse> uses() {
      return imports.stream().map(this::use).toList();
    }

    boolean registersRouters() {
      return dotted.stream()
          .anyMatch(text -> text.matches(".*\\.(register_blueprint|include_router)"));
    }

    private NameUse use(Bound bound) {
      return new NameUse(
          bound.cause, paths().getOrDefault(bound.text, Set.of()), dotted.contains(bound.text));
    }

    /** What is read of that which each name or dotted name stands for. */
    private Map<String, Set<String>> paths() {
      if (paths == null) {
        paths = new HashMap<>();
        for (String each : dotted) {
          for (int dot = each.indexOf('.'); dot >= 0; dot = each.indexOf('.', dot + 1)) {
            paths
                .computeIfAbsent(each.substring(0, dot), key -> new HashSet<>())
                .add(each.substring(dot + 1));
          }
        }
      }
      return paths;
    }

    @Override
    public void visitImportName(ImportName statement) {
      for (AliasedName imported : statement.modules()) {
        String name = SourceText.of(imported.dottedName());
        add(new ModuleImport(0, name, "", Place.of(statement), false), imported, name);
      }
    }

    @Override
    public void visitImportFrom(ImportFrom statement) {
      int level =
          statement.dottedPrefixForModule().stream().mapToInt(dots -> dots.value().length()).sum();
      String from = statement.module() == null ? "" : SourceText.of(statement.module());
      if (statement.isWildcardImport()) {
        imports.add(new Bound(new ModuleImport(level, from, "*", Place.of(statement), false), "*"));
      }
      for (AliasedName imported : statement.importedNames()) {
        String name = SourceText.of(imported.dottedName());
        add(new ModuleImport(level, from, name, Place.of(statement), false), imported, name);
      }
    }

    private void add(ModuleImport cause, AliasedName imported, String name) {
      imports.add(new Bound(cause, imported.alias() == null ? name : imported.alias().name()));
    }

    @Override
    public void visitQualifiedExpression(QualifiedExpression expression) {
      Expression root = expression;
      while (root instanceof QualifiedExpression member) {
        root = member.qualifier();
      }
      if (root instanceof Name) {
        dotted.add(SourceText.of(expression).replace(" ", ""));
      } else {
        scan(root);
      }
    }

    @Override
    public void visitName(Name name) {
      dotted.add(name.name());
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      createsApp |= module.isNamed(call.callee(), APPLICATIONS);
      loadsDynamically |= module.isNamed(call.callee(), DYNAMIC_IMPORTS);
      super.visitCallExpression(call);
    }
  }
}
