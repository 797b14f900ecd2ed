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
import java.util.regex.Pattern;
import org.pyreview.frameworks.flask.Blueprints.Holder;
import org.pyreview.frameworks.flask.Blueprints.Registration;
import org.pyreview.frameworks.flask.Blueprints.Rule;
import org.pyreview.frameworks.web.NamedRoute;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.frameworks.web.WrittenUrl;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The routes of a Flask project: those of applications, of blueprints with their prefixes, and
 * Flask-RESTful resources.
 *
 * @see <a href="https://flask.palletsprojects.com/en/stable/blueprints/">Blueprints</a>
 */
public final class FlaskRoutes {

  private static final int DEEPEST = 6;
  private static final Set<String> RESTFUL = Set.of("flask_restful.Api", "flask_restplus.Api");

  /** What may be done with a blueprint without giving it routes that can't be seen. */
  private static final Set<String> HARMLESS =
      Set.of("register_blueprint", "isinstance", "init_app", "exempt", "limit", "CORS");

  private static final Pattern APPLICATION = Pattern.compile("(?i)(?:.*[._])?app(?:lication)?_?");

  private final Constants constants;
  private final Blueprints blueprints;
  private final Map<String, Holder> apis = new HashMap<>();
  private final Set<String> openNames = new HashSet<>();
  private final Map<String, NamedRoute> byName = new TreeMap<>();
  private final List<NamedRoute.Matcher> inOrder = new ArrayList<>();
  private final Set<String> blueprintNames = new HashSet<>();

  /** The names of routes after those of the blueprints around them: {@code blueprint.function}. */
  private final Set<String> plainNames = new HashSet<>();

  /** The blueprints that may be registered where that can't be seen. */
  private final Set<String> unplacedNames = new HashSet<>();

  private boolean takesUnknown;

  private FlaskRoutes(Project project) {
    ProjectCode code = ProjectCode.of(project);
    constants = new Constants(code);
    blueprints = new Blueprints(code, constants);
    if (blueprints.isEmpty()) {
      return;
    }
    List<CodeScope> scopes =
        code.mainModules().stream().flatMap(module -> CodeScope.of(code, module).stream()).toList();
    scopes.forEach(this::collectApis);
    scopes.forEach(this::collectRules);
    openNames.addAll(blueprints.namesElsewhere());
    blueprints.all().forEach(this::publish);
  }

  /** The routes of a project; worked out once. */
  public static FlaskRoutes of(Project project) {
    return project.knowledge(FlaskRoutes.class, FlaskRoutes::new);
  }

  private void collectApis(CodeScope scope) {
    scope
        .calls()
        .filter(call -> RESTFUL.contains(scope.meaning(call.callee()).external()))
        .forEach(
            call ->
                call.at(0, "app")
                    .flatMap(each -> blueprints.of(scope, each))
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
      if (decorator instanceof Expr.Call route
          && RouteDecorator.named(route.name()).filter(RouteDecorator::isOfFlask).isPresent()) {
        holder(scope, route)
            .ifPresent(
                holder ->
                    addRule(scope, holder, route, 0, route.named("endpoint"), function.name()));
      }
    }
  }

  /** What the method of a call is called on, if that is an application or blueprint. */
  private Optional<Holder> holder(CodeScope scope, Expr.Call call) {
    return call.receiver().flatMap(each -> blueprints.of(scope, each));
  }

  private void addRule(
      CodeScope scope,
      Holder holder,
      Expr.Call call,
      int position,
      Optional<Expr> endpoint,
      String function) {
    Optional<String> name =
        endpoint.filter(each -> !Blueprints.isNone(each)).isPresent()
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
                  holder ->
                      addRule(scope, holder, call, 0, call.at(1, "endpoint"), view(scope, call)));
      case "add_resource" -> addResource(scope, call);
      case "register_blueprint" -> register(scope, call);
      case "record", "record_once" -> holder(scope, call).ifPresent(each -> each.isOpen = true);
      default -> {
        boolean isConstructor = RESTFUL.contains(scope.meaning(call.callee()).external());
        if (!HARMLESS.contains(call.name()) && !isConstructor) {
          call.arguments().stream()
              .map(Expr.Argument::value)
              .filter(each -> each.dotted().isPresent())
              .flatMap(each -> blueprints.of(scope, each).stream())
              .forEach(holder -> holder.isOpen = true);
        }
      }
    }
  }

  /** The name that the view function of {@code add_url_rule} gives the endpoint. */
  private static String view(CodeScope scope, Expr.Call call) {
    Expr view = call.at(2, "view_func").orElse(null);
    if (view == null) {
      return "";
    }
    Meaning meaning = scope.meaning(view);
    Expr made = meaning instanceof Meaning.Value value ? value.value() : view;
    if (made instanceof Expr.Call each && each.name().equals("as_view")) {
      return each.at(0, "name").orElse(null) instanceof Expr.Text name ? name.value() : "";
    }
    if (meaning instanceof Meaning.Function function) {
      return function.definition().name();
    }
    // A name that a loop binds says nothing; that of a method is the method's.
    return view instanceof Expr.Attribute member ? member.name() : "";
  }

  private void addResource(CodeScope scope, Expr.Call call) {
    Optional<Holder> holder =
        call.receiver()
            .map(scope::meaning)
            .filter(Meaning.Value.class::isInstance)
            .map(each -> (Meaning.Value) each)
            .map(each -> apis.get(key(each.module(), each.value())));
    String resource =
        call.at(0, "resource").map(each -> each.lastName().toLowerCase(Locale.ROOT)).orElse("");
    holder.ifPresent(each -> addRule(scope, each, call, 1, call.named("endpoint"), resource));
  }

  private void register(CodeScope scope, Expr.Call call) {
    Expr receiver = call.receiver().orElse(null);
    Expr argument = call.at(0, "blueprint").orElse(null);
    if (receiver == null || argument == null) {
      return;
    }
    Optional<Holder> parent = blueprints.of(scope, receiver);
    Optional<Expr> renamed = call.named("name").filter(each -> !Blueprints.isNone(each));
    Optional<String> name = renamed.flatMap(each -> text(scope, each));
    boolean isCertain =
        renamed.isPresent() == name.isPresent() && (parent.isPresent() || isApplication(receiver));
    for (Expr each : blueprints.alternatives(scope, argument)) {
      Optional<Holder> blueprint = blueprints.of(scope, each);
      if (blueprint.isPresent()) {
        blueprint
            .get()
            .parents
            .add(
                new Registration(
                    parent, name.orElse(""), blueprints.prefix(scope, call), isCertain));
      } else if (!isForeign(scope, each)) {
        takesUnknown = true;
      }
    }
  }

  private static boolean isApplication(Expr receiver) {
    return receiver.dotted().filter(each -> APPLICATION.matcher(each).matches()).isPresent();
  }

  /** Whether another package makes the blueprint. */
  private static boolean isForeign(CodeScope scope, Expr blueprint) {
    Meaning meaning = scope.meaning(blueprint);
    Expr made = meaning instanceof Meaning.Value value ? value.value() : blueprint;
    return !meaning.external().isEmpty()
        || (made instanceof Expr.Call call && !scope.meaning(call.callee()).external().isEmpty());
  }

  private Optional<String> text(CodeScope scope, Expr expression) {
    return constants.text(scope.module(), expression);
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
    if (holder.isApplication) {
      return;
    }
    Set<String> names = new HashSet<>();
    holder.parents.stream()
        .map(Registration::name)
        .filter(each -> !each.isEmpty())
        .forEach(names::add);
    names.add(holder.name);
    blueprintNames.addAll(names);
    if (holder.isOpen) {
      openNames.addAll(names);
    }
    if (!holder.isPlaced()) {
      unplacedNames.addAll(names);
    }
    for (String name : names) {
      holder.rules.forEach(rule -> plainNames.add(name + "." + rule.endpoint()));
    }
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
      UrlPattern prefix = takesUnknown ? UrlPattern.UNKNOWN : slashed(own);
      return List.of(new Position(holder.name + ".", prefix));
    }
    List<Position> positions = new ArrayList<>();
    for (Registration registration : holder.parents) {
      List<Position> outer =
          registration
              .parent()
              .map(parent -> positions(parent, depth + 1))
              .orElse(List.of(new Position("", UrlPattern.EMPTY)));
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
   * Whether no view has this name: its blueprint is the project's, and all of its rules and places
   * are known.
   *
   * @param endpoint {@code blueprint.function}, as {@code url_for()} takes it
   */
  public boolean isMissing(String endpoint) {
    String blueprint = blueprintIn(endpoint);
    boolean isUnknown =
        !blueprintNames.contains(blueprint) || openNames.contains(blueprint) || isFound(endpoint);
    if (isUnknown || endpoint.endsWith(".static")) {
      return false;
    }
    // The view is there, and its blueprint may be where this looks for it.
    String plain = blueprint + "." + QualifiedName.of(endpoint).lastName();
    return !plainNames.contains(plain) || !(takesUnknown || unplacedNames.contains(blueprint));
  }

  /** Whether a view has this name. */
  public boolean isFound(String endpoint) {
    return byName.containsKey(endpoint);
  }

  /** Whether the view of this name is the project's, as far as its name tells. */
  public boolean isOwn(String endpoint) {
    String blueprint = blueprintIn(endpoint);
    boolean isJudged = !blueprint.isEmpty() && !endpoint.endsWith(".static");
    return isJudged && (blueprintNames.contains(blueprint) || !blueprints.areAllNamed());
  }

  /** The blueprint that holds the view itself; empty if it is the application. */
  private static String blueprintIn(String endpoint) {
    return QualifiedName.of(QualifiedName.of(endpoint).owner()).lastName();
  }

  /** The blueprint that a file defines, if it is just one: what a leading dot means there. */
  public Optional<String> blueprintOf(ModuleCode module) {
    Set<String> names = new LinkedHashSet<>();
    blueprints
        .all()
        .filter(holder -> !holder.isApplication)
        .filter(
            holder ->
                holder.module == module
                    || holder.rules.stream().anyMatch(rule -> rule.module() == module))
        .forEach(holder -> positions(holder, 0).forEach(each -> names.add(each.name())));
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
        .filter(route -> !route.pattern().isCatchAll())
        .min(Comparator.comparingInt(route -> route.pattern().parameters()))
        .filter(route -> route.pattern().hasText() || url.isRoot());
  }
}
