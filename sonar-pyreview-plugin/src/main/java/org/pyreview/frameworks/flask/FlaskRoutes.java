package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pyreview.frameworks.web.NamedRoute;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.frameworks.web.WrittenUrl;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The routes of a Flask project: those of applications, of blueprints with their prefixes, and
 * Flask-RESTful resources.
 *
 * @see <a href="https://flask.palletsprojects.com/en/stable/blueprints/">Blueprints</a>
 */
public final class FlaskRoutes {

  private static final int DEEPEST = 6;
  private static final Set<String> BLUEPRINTS =
      Set.of("flask.Blueprint", "flask.blueprints.Blueprint");
  private static final Set<String> APPLICATIONS = Set.of("flask.Flask", "flask.app.Flask");
  private static final Set<String> RESTFUL = Set.of("flask_restful.Api", "flask_restplus.Api");
  private static final Set<String> ROUTING =
      Set.of("route", "get", "post", "put", "patch", "delete");

  /** What may be done with a blueprint without giving it routes that can't be seen. */
  private static final Set<String> HARMLESS =
      Set.of("register_blueprint", "isinstance", "init_app", "exempt", "limit", "CORS");

  private final ProjectCode code;
  private final Constants constants;
  private final Map<String, Holder> holders = new HashMap<>();
  private final Map<String, String> apis = new HashMap<>();
  private final Set<String> openNames = new HashSet<>();
  private final Map<String, NamedRoute> byName = new TreeMap<>();
  private final List<NamedRoute.Matcher> inOrder = new ArrayList<>();
  private final Set<String> blueprintNames = new LinkedHashSet<>();

  /** An application or blueprint. */
  private static final class Holder {
    private final String name;
    private final boolean isApplication;
    private final Optional<UrlPattern> prefix;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Registration> parents = new ArrayList<>();
    private boolean isOpen;

    Holder(String name, boolean isApplication, Optional<UrlPattern> prefix) {
      this.name = name;
      this.isApplication = isApplication;
      this.prefix = prefix;
    }
  }

  private record Rule(String endpoint, UrlPattern pattern, ModuleCode module, Place place) {}

  /**
   * @param parent key of the holder, or empty for something that is taken for an application
   * @param name replaces the blueprint's own; empty for none
   */
  private record Registration(String parent, String name, Optional<UrlPattern> prefix) {}

  private FlaskRoutes(Project project) {
    code = ProjectCode.of(project);
    constants = new Constants(code);
    List<ModuleCode> modules = code.mainModules();
    for (ModuleCode module : modules) {
      if (module.mentions("Flask", "Blueprint")) {
        CodeScope.of(code, module).forEach(this::collectHolders);
      }
    }
    if (holders.isEmpty()) {
      return;
    }
    List<CodeScope> scopes =
        modules.stream().flatMap(module -> CodeScope.of(code, module).stream()).toList();
    scopes.forEach(this::collectApis);
    scopes.forEach(this::collectRules);
    holders.values().forEach(this::publish);
  }

  /** The routes of a project; worked out once. */
  public static FlaskRoutes of(Project project) {
    return project.knowledge(FlaskRoutes.class, FlaskRoutes::new);
  }

  private void collectHolders(CodeScope scope) {
    Set<Expr> named = new HashSet<>();
    scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().isPresent())
        .forEach(assign -> assign.value().ifPresent(named::add));
    scope
        .calls()
        .forEach(
            call -> {
              String made = scope.meaning(call.callee()).external();
              if (BLUEPRINTS.contains(made)) {
                String name = call.at(0, "name").flatMap(each -> text(scope, each)).orElse("");
                if (named.contains(call) && !name.isEmpty()) {
                  holders.put(
                      key(scope.module(), call), new Holder(name, false, prefixOf(scope, call)));
                  blueprintNames.add(name);
                } else {
                  openNames.add(name);
                }
              } else if (APPLICATIONS.contains(made)) {
                holders.put(key(scope.module(), call), new Holder("", true, Optional.empty()));
              }
            });
  }

  private Optional<UrlPattern> prefixOf(CodeScope scope, Expr.Call call) {
    return call.named("url_prefix")
        .map(
            each ->
                text(scope, each)
                    .map(UrlPattern::ofRoute)
                    .orElseGet(() -> isNone(each) ? UrlPattern.EMPTY : UrlPattern.UNKNOWN));
  }

  private static boolean isNone(Expr value) {
    return value instanceof Expr.Constant constant && constant.text().equals("None");
  }

  private void collectApis(CodeScope scope) {
    scope
        .calls()
        .filter(call -> RESTFUL.contains(scope.meaning(call.callee()).external()))
        .forEach(
            call ->
                call.at(0, "app")
                    .flatMap(each -> key(scope.meaning(each)))
                    .ifPresent(holder -> apis.put(key(scope.module(), call), holder)));
  }

  private void collectRules(CodeScope scope) {
    scope
        .statements()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .forEach(function -> collectDecorators(scope, function));
    scope.calls().forEach(call -> collectCall(scope, call));
  }

  private void collectDecorators(CodeScope scope, Stmt.Function function) {
    for (Expr decorator : function.decorators()) {
      if (decorator instanceof Expr.Call route && ROUTING.contains(route.name())) {
        holder(scope, route)
            .ifPresent(
                holder ->
                    addRule(scope, holder, route, 0, route.named("endpoint"), function.name()));
      }
    }
  }

  /** What the method of a call is called on, if that is an application or blueprint. */
  private Optional<Holder> holder(CodeScope scope, Expr.Call call) {
    return call.receiver().flatMap(each -> key(scope.meaning(each))).map(holders::get);
  }

  private void addRule(
      CodeScope scope,
      Holder holder,
      Expr.Call call,
      int position,
      Optional<Expr> endpoint,
      String function) {
    Optional<String> name =
        endpoint.filter(each -> !isNone(each)).isPresent()
            ? endpoint.flatMap(each -> text(scope, each))
            : Optional.of(function).filter(each -> !each.isEmpty());
    if (name.isEmpty()) {
      holder.isOpen = true;
      return;
    }
    UrlPattern pattern =
        call.at(position, "rule")
            .flatMap(each -> text(scope, each))
            .map(UrlPattern::ofRoute)
            .orElse(UrlPattern.UNKNOWN);
    holder.rules.add(new Rule(name.get(), pattern, scope.module(), call.place()));
  }

  private void collectCall(CodeScope scope, Expr.Call call) {
    switch (call.name()) {
      case "add_url_rule" ->
          holder(scope, call)
              .ifPresent(
                  holder -> addRule(scope, holder, call, 0, call.at(1, "endpoint"), view(call)));
      case "add_resource" -> addResource(scope, call);
      case "register_blueprint" -> register(scope, call);
      case "record", "record_once" -> holder(scope, call).ifPresent(each -> each.isOpen = true);
      default -> {
        boolean isConstructor = RESTFUL.contains(scope.meaning(call.callee()).external());
        if (!HARMLESS.contains(call.name()) && !isConstructor) {
          call.arguments().stream()
              .map(Expr.Argument::value)
              .filter(each -> each.dotted().isPresent())
              .flatMap(each -> key(scope.meaning(each)).stream())
              .forEach(key -> holders.get(key).isOpen = true);
        }
      }
    }
  }

  /** The name that the view function of {@code add_url_rule} gives the endpoint. */
  private static String view(Expr.Call call) {
    Expr view = call.at(2, "view_func").orElse(null);
    if (view instanceof Expr.Call made && made.name().equals("as_view")) {
      return made.at(0, "name").orElse(null) instanceof Expr.Text name ? name.value() : "";
    }
    return view instanceof Expr.Name name
        ? name.id()
        : view instanceof Expr.Attribute member ? member.name() : "";
  }

  private void addResource(CodeScope scope, Expr.Call call) {
    Optional<Holder> holder =
        call.receiver()
            .map(scope::meaning)
            .filter(Meaning.Value.class::isInstance)
            .map(each -> (Meaning.Value) each)
            .map(each -> apis.get(key(each.module(), each.value())))
            .map(holders::get);
    String resource =
        call.at(0, "resource")
            .flatMap(Expr::dotted)
            .map(each -> each.replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT))
            .orElse("");
    holder.ifPresent(each -> addRule(scope, each, call, 1, call.named("endpoint"), resource));
  }

  private void register(CodeScope scope, Expr.Call call) {
    Optional<Holder> blueprint =
        call.at(0, "blueprint").flatMap(each -> key(scope.meaning(each))).map(holders::get);
    String parent = call.receiver().flatMap(each -> key(scope.meaning(each))).orElse("");
    if (blueprint.isPresent()) {
      String name = call.named("name").flatMap(each -> text(scope, each)).orElse("");
      blueprint.get().parents.add(new Registration(parent, name, prefixOf(scope, call)));
    } else if (holders.containsKey(parent)) {
      holders.get(parent).isOpen = true;
    }
  }

  private Optional<String> text(CodeScope scope, Expr expression) {
    return constants.text(scope.module(), expression);
  }

  private Optional<String> key(Meaning meaning) {
    return meaning instanceof Meaning.Value value
        ? Optional.of(key(value.module(), value.value())).filter(holders::containsKey)
        : Optional.empty();
  }

  private static String key(ModuleCode module, Expr made) {
    return module + " " + made.place();
  }

  private void publish(Holder holder) {
    for (Position position : positions(holder, 0)) {
      for (Rule rule : holder.rules) {
        String name = position.name() + rule.endpoint();
        NamedRoute route =
            new NamedRoute(
                name, position.prefix().then(rule.pattern()), rule.module().file(), rule.place());
        byName.putIfAbsent(name, route);
        inOrder.add(route.matcher());
      }
    }
    if (holder.isOpen) {
      openNames.add(holder.name);
      holder.parents.forEach(each -> openNames.add(each.name()));
    }
    holder.parents.stream().map(Registration::name).forEach(blueprintNames::add);
  }

  /**
   * Where the routes of an application or blueprint are reached.
   *
   * @param name what their names start with, with a dot at its end; empty for an application
   */
  private record Position(String name, UrlPattern prefix) {}

  private List<Position> positions(Holder holder, int depth) {
    if (holder.isApplication) {
      return List.of(new Position("", UrlPattern.EMPTY));
    }
    UrlPattern own = holder.prefix.orElse(UrlPattern.EMPTY);
    if (holder.parents.isEmpty() || depth > DEEPEST) {
      return List.of(new Position(holder.name + ".", slashed(own)));
    }
    List<Position> positions = new ArrayList<>();
    for (Registration registration : holder.parents) {
      Holder parent = holders.get(registration.parent());
      List<Position> outer =
          parent == null
              ? List.of(new Position("", UrlPattern.EMPTY))
              : positions(parent, depth + 1);
      String name = registration.name().isEmpty() ? holder.name : registration.name();
      UrlPattern prefix = registration.prefix().orElse(own);
      for (Position each : outer) {
        positions.add(new Position(each.name() + name + ".", each.prefix().then(slashed(prefix))));
      }
    }
    return positions;
  }

  /** A prefix has no slash at its end, and the rule behind it has lost the one at its start. */
  private static UrlPattern slashed(UrlPattern prefix) {
    return prefix.equals(UrlPattern.EMPTY) ? prefix : prefix.then(new UrlPattern("/?", 0));
  }

  /**
   * Whether no view has this name: its blueprint is the project's, and all of its rules are known.
   *
   * @param endpoint {@code blueprint.function}, as {@code url_for()} takes it
   */
  public boolean isMissing(String endpoint) {
    int end = endpoint.lastIndexOf('.');
    if (end <= 0 || byName.containsKey(endpoint) || endpoint.endsWith(".static")) {
      return false;
    }
    String blueprint = endpoint.substring(0, end).replaceFirst(".*\\.", "");
    return blueprintNames.contains(blueprint) && !openNames.contains(blueprint);
  }

  /** The blueprint that a file defines, if it is just one: what a leading dot means there. */
  public Optional<String> blueprintOf(ModuleCode module) {
    Set<String> names = new LinkedHashSet<>();
    holders.forEach(
        (key, holder) -> {
          boolean isHere =
              key.startsWith(module + " ")
                  || holder.rules.stream().anyMatch(rule -> rule.module() == module);
          if (isHere && !holder.isApplication) {
            positions(holder, 0).forEach(each -> names.add(each.name()));
          }
        });
    return names.size() == 1
        ? names.stream().findFirst().map(each -> each.substring(0, each.length() - 1))
        : Optional.empty();
  }

  /** Whether the project has routes of Flask. */
  public boolean areKnown() {
    return !byName.isEmpty();
  }

  /** All routes, by their names. */
  public List<NamedRoute> all() {
    return List.copyOf(byName.values());
  }

  /** The route that answers a URL: the one with the fewest variable parts. */
  public Optional<NamedRoute> answering(WrittenUrl url) {
    return inOrder.stream()
        .filter(each -> each.matches(url))
        .map(NamedRoute.Matcher::route)
        .min(Comparator.comparingInt(route -> route.pattern().parameters()))
        .filter(route -> route.pattern().hasText() || url.isRoot());
  }
}
