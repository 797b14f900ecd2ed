package org.pyreview.frameworks.django.urls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The routes that routers of Django REST framework generate.
 *
 * @see <a href="https://www.django-rest-framework.org/api-guide/routers/">Routers</a>
 */
final class RestRouters {

  private static final Pattern ROUTER = Pattern.compile("rest_framework\\.routers\\.(\\w+)");
  private static final Set<String> MANAGERS = Set.of("objects", "_default_manager");
  private static final String ID = "[^/.]+";

  private final ProjectCode code;
  private final Constants constants;
  private final Map<String, List<Registration>> registered = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private record Registration(ModuleCode module, Expr.Call call) {}

  private RestRouters(Project project) {
    code = ProjectCode.of(project);
    constants = new Constants(code);
    if (code.modules().stream().noneMatch(each -> each.mentions("rest_framework"))) {
      return;
    }
    for (ModuleCode module : code.modules()) {
      if (!module.mentions("register", "outer")) {
        continue;
      }
      for (CodeScope scope : CodeScope.of(code, module)) {
        scope.calls().forEach(call -> collect(scope, call));
      }
    }
  }

  /** The routers of a project. */
  static RestRouters of(Project project) {
    return project.knowledge(RestRouters.class, RestRouters::new);
  }

  private void collect(CodeScope scope, Expr.Call call) {
    String method = call.name();
    if (method.equals("register")) {
      call.receiver()
          .flatMap(each -> key(scope.meaning(each)))
          .ifPresent(
              key ->
                  registered
                      .computeIfAbsent(key, unused -> new ArrayList<>())
                      .add(new Registration(scope.module(), call)));
    } else if (!method.isEmpty() && !method.endsWith("Router")) {
      // Whoever gets the router may register more on it.
      for (Expr.Argument argument : call.arguments()) {
        if (argument.value() instanceof Expr.Name name) {
          key(scope.meaning(name)).ifPresent(open::add);
        }
      }
    }
    if (method.equals("extend")
        && call.receiver().orElse(null) instanceof Expr.Attribute registry
        && registry.name().equals("registry")) {
      key(scope.meaning(registry.value())).ifPresent(open::add);
    }
  }

  /** What identifies the router that a name stands for. */
  private Optional<String> key(Meaning meaning) {
    return meaning instanceof Meaning.Value value
            && value.value() instanceof Expr.Call made
            && kind(value.module(), made).isPresent()
        ? Optional.of(value.module() + " " + made.place())
        : Optional.empty();
  }

  private Optional<String> kind(ModuleCode module, Expr.Call made) {
    Meaning meaning = code.meaning(module, made.callee());
    if (meaning instanceof Meaning.Class own) {
      return code.classCode(own).externalBases().stream()
          .filter(base -> ROUTER.matcher(base).matches())
          .findFirst();
    }
    return Optional.of(meaning.external()).filter(name -> ROUTER.matcher(name).matches());
  }

  /** The routes of {@code router.urls}; empty if that is no router. */
  Optional<List<UrlEntry>> urls(ModuleCode module, Expr.Attribute urls) {
    if (!urls.name().equals("urls")) {
      return Optional.empty();
    }
    Meaning meaning = code.meaning(module, urls.value());
    return key(meaning).map(key -> routes(key, (Meaning.Value) meaning));
  }

  private List<UrlEntry> routes(String key, Meaning.Value router) {
    List<UrlEntry> routes = new ArrayList<>();
    String kind = kind(router.module(), (Expr.Call) router.value()).orElse("");
    if (open.contains(key)) {
      routes.add(new UrlEntry.Open());
    }
    if (kind.endsWith("DefaultRouter")) {
      routes.add(
          new UrlEntry.Route(
              UrlPattern.EMPTY, "api-root", router.module(), router.value().place()));
    }
    registered.getOrDefault(key, List.of()).forEach(each -> add(each, routes));
    return routes;
  }

  private void add(Registration registration, List<UrlEntry> routes) {
    Expr.Call call = registration.call();
    ModuleCode module = registration.module();
    Optional<ClassCode> view =
        call.at(1, "viewset")
            .map(each -> code.meaning(module, each))
            .filter(Meaning.Class.class::isInstance)
            .map(each -> code.classCode((Meaning.Class) each));
    Optional<String> basename =
        call.at(2, "basename")
            .or(() -> call.named("base_name"))
            .map(each -> constants.text(module, each))
            .orElseGet(() -> view.flatMap(this::modelName));
    if (basename.isEmpty() || view.isEmpty() || view.get().isOpen()) {
      routes.add(new UrlEntry.Open());
    }
    if (basename.isEmpty()) {
      return;
    }
    UrlPattern prefix =
        call.at(0, "prefix")
            .flatMap(each -> constants.text(module, each))
            .map(each -> UrlPattern.ofRegex(each.isEmpty() ? "" : each + "/?"))
            .orElse(UrlPattern.UNKNOWN);
    UrlPattern detail = prefix.then(new UrlPattern(ID + "/?", 1));
    String base = basename.get();
    routes.add(new UrlEntry.Route(prefix, base + "-list", module, call.place()));
    routes.add(new UrlEntry.Route(detail, base + "-detail", module, call.place()));
    view.ifPresent(
        each ->
            each.lineage().stream()
                .flatMap(ClassCode::body)
                .filter(Stmt.Function.class::isInstance)
                .map(Stmt.Function.class::cast)
                .forEach(method -> addAction(method, module, call, base, prefix, detail, routes)));
  }

  private void addAction(
      Stmt.Function method,
      ModuleCode module,
      Expr.Call registration,
      String basename,
      UrlPattern list,
      UrlPattern detail,
      List<UrlEntry> routes) {
    for (Expr decorator : method.decorators()) {
      if (decorator instanceof Expr.Call action
          && Set.of("action", "detail_route", "list_route").contains(action.name())) {
        boolean isDetail =
            action.name().equals("detail_route")
                || action.named("detail").filter(RestRouters::isTrue).isPresent();
        String path = argument(action, "url_path").orElse(method.name());
        String name = argument(action, "url_name").orElse(method.name().replace('_', '-'));
        UrlPattern pattern = (isDetail ? detail : list).then(UrlPattern.ofRegex(path + "/?"));
        routes.add(
            new UrlEntry.Route(pattern, basename + "-" + name, module, registration.place()));
      }
    }
  }

  private static boolean isTrue(Expr value) {
    return value instanceof Expr.Constant constant && constant.text().equals("True");
  }

  private static Optional<String> argument(Expr.Call call, String name) {
    return call.named(name)
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value());
  }

  /** The router names routes after the model of the view's queryset. */
  private Optional<String> modelName(ClassCode view) {
    return view.attribute("queryset")
        .flatMap(
            member ->
                member
                    .value()
                    .all()
                    .filter(Expr.Attribute.class::isInstance)
                    .map(Expr.Attribute.class::cast)
                    .filter(each -> MANAGERS.contains(each.name()))
                    .findFirst()
                    .map(each -> code.meaning(member.owner().module(), each.value())))
        .map(
            meaning ->
                meaning instanceof Meaning.Class model
                    ? model.definition().name()
                    : QualifiedName.of(meaning.external()).lastName())
        .filter(name -> !name.isEmpty())
        .map(name -> name.toLowerCase(Locale.ROOT));
  }
}
