package org.pyreview.frameworks.django.urls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Reads the urlconfs of a Django project: lists that are joined, extended and imported, includes of
 * every form, routers of Django REST framework.
 *
 * @see <a href="https://docs.djangoproject.com/en/5.2/topics/http/urls/">URL dispatcher</a>
 */
final class UrlConfs {

  private static final int DEEPEST = 24;
  private static final Pattern ROUTE =
      Pattern.compile("django\\.(?:urls|urls\\.conf|conf\\.urls|conf\\.urls\\.defaults)\\.(\\w+)");
  private static final Set<String> WITHOUT_NAMES = Set.of("static", "staticfiles_urlpatterns");

  private final ProjectCode code;
  private final Constants constants;
  private final RestRouters routers;
  private final Map<ModuleCode, UrlConf> confs = new HashMap<>();
  private final Set<ModuleCode> beingRead = new HashSet<>();
  private final Map<String, List<UrlEntry>> lists = new HashMap<>();

  /**
   * A module with {@code urlpatterns}.
   *
   * @param app its {@code app_name}; empty for none
   */
  record UrlConf(String app, List<UrlEntry> entries) {}

  private UrlConfs(Project project) {
    code = ProjectCode.of(project);
    constants = new Constants(code);
    routers = RestRouters.of(project);
  }

  /** The urlconfs of a project. */
  static UrlConfs of(Project project) {
    return project.knowledge(UrlConfs.class, UrlConfs::new);
  }

  /** What a module says; empty lists where it is asked for itself while it is read. */
  UrlConf read(ModuleCode module) {
    UrlConf known = confs.get(module);
    if (known != null || !beingRead.add(module)) {
      return known != null ? known : new UrlConf("", List.of());
    }
    UrlConf conf = new UrlConf(text(module, "app_name"), variable(module, "urlpatterns", 0));
    beingRead.remove(module);
    confs.put(module, conf);
    return conf;
  }

  private String text(ModuleCode module, String name) {
    return code.meaning(module, name) instanceof Meaning.Value value
        ? constants.text(value.module(), value.value()).orElse("")
        : "";
  }

  /** The list that a module holds in a variable after its last line. */
  private List<UrlEntry> variable(ModuleCode module, String name, int depth) {
    String key = module + " " + name;
    List<UrlEntry> started = lists.get(key);
    if (started != null || depth > DEEPEST) {
      return started == null ? List.of(new UrlEntry.Open()) : started;
    }
    lists.put(key, List.of());
    for (Stmt top : module.statements()) {
      top.sameScope()
          .forEach(
              each ->
                  follow(module, name, each, lists.get(key), each == top, depth)
                      .ifPresent(after -> lists.put(key, after)));
    }
    return lists.remove(key);
  }

  private Optional<List<UrlEntry>> follow(
      ModuleCode module,
      String name,
      Stmt statement,
      List<UrlEntry> before,
      boolean isCertain,
      int depth) {
    if (statement instanceof Stmt.Assign assign
        && assign.value().isPresent()
        && assign.targets().stream()
            .anyMatch(target -> target instanceof Expr.Name each && each.id().equals(name))) {
      List<UrlEntry> value = list(module, assign.value().get(), depth + 1);
      boolean replaces = isCertain && assign.operator().equals("=");
      return Optional.of(replaces ? value : joined(before, value));
    }
    if (statement instanceof Stmt.Import imported
        && (imported.bound().equals(name) || imported.isWildcard())) {
      return code.module(module, imported.level(), imported.module())
          .filter(source -> source != module)
          .map(
              source ->
                  joined(
                      before,
                      variable(source, imported.isWildcard() ? name : imported.name(), depth + 1)))
          .or(() -> imported.isWildcard() ? Optional.empty() : Optional.of(open(before)));
    }
    if (statement instanceof Stmt.Evaluate evaluated
        && evaluated.value() instanceof Expr.Call call
        && call.receiver().flatMap(Expr::dotted).filter(name::equals).isPresent()
        && !call.arguments().isEmpty()) {
      Expr last = call.arguments().get(call.arguments().size() - 1).value();
      return switch (call.name()) {
        case "append", "insert" -> Optional.of(joined(before, element(module, last, depth + 1)));
        case "extend" -> Optional.of(joined(before, list(module, last, depth + 1)));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static List<UrlEntry> open(List<UrlEntry> entries) {
    return joined(entries, List.of(new UrlEntry.Open()));
  }

  private static List<UrlEntry> joined(List<UrlEntry> one, List<UrlEntry> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private List<UrlEntry> list(ModuleCode module, Expr expression, int depth) {
    if (depth > DEEPEST) {
      return List.of(new UrlEntry.Open());
    }
    if (expression instanceof Expr.Collection collection) {
      return collection.elements().stream()
          .flatMap(
              each ->
                  (each instanceof Expr.Star star
                          ? list(module, star.value(), depth + 1)
                          : element(module, each, depth + 1))
                      .stream())
          .toList();
    }
    if (expression instanceof Expr.Operation sum && sum.operator().equals("+")) {
      return sum.operands().stream()
          .flatMap(each -> list(module, each, depth + 1).stream())
          .toList();
    }
    if (expression instanceof Expr.Conditional each) {
      return joined(
          list(module, each.then(), depth + 1), list(module, each.otherwise(), depth + 1));
    }
    if (expression instanceof Expr.Comprehension each) {
      return element(module, each.element(), depth + 1);
    }
    if (expression instanceof Expr.Call call) {
      return called(module, call, depth);
    }
    return referred(module, expression, depth);
  }

  private List<UrlEntry> referred(ModuleCode module, Expr expression, int depth) {
    if (expression instanceof Expr.Name name && module.binds(name.id())) {
      return variable(module, name.id(), depth + 1);
    }
    if (expression instanceof Expr.Attribute attribute) {
      Optional<List<UrlEntry>> routed = routers.urls(module, attribute);
      if (routed.isPresent()) {
        return routed.get();
      }
      if (code.meaning(module, attribute.value()) instanceof Meaning.Module each) {
        return variable(each.module(), attribute.name(), depth + 1);
      }
    }
    return List.of(new UrlEntry.Open());
  }

  private List<UrlEntry> called(ModuleCode module, Expr.Call call, int depth) {
    if (WITHOUT_NAMES.contains(call.name())) {
      return List.of();
    }
    List<UrlEntry> given =
        call.arguments().stream()
            .map(Expr.Argument::value)
            .filter(each -> !(each instanceof Expr.Text) && !(each instanceof Expr.Constant))
            .flatMap(each -> argument(module, each, depth + 1).stream())
            .toList();
    if (call.name().equals("i18n_patterns")) {
      return List.of(new UrlEntry.Include(UrlPattern.LANGUAGE, "", "", given));
    }
    // A function of somebody else that gets a list decorates its views.
    boolean hasRoutes = given.stream().anyMatch(each -> !(each instanceof UrlEntry.Open));
    return hasRoutes ? given : List.of(new UrlEntry.Open());
  }

  private List<UrlEntry> argument(ModuleCode module, Expr argument, int depth) {
    if (argument instanceof Expr.Star star) {
      return list(module, star.value(), depth);
    }
    if (argument instanceof Expr.Collection) {
      return list(module, argument, depth);
    }
    if (argument instanceof Expr.Name name) {
      return holdsList(module, name) ? list(module, argument, depth) : List.of();
    }
    return argument instanceof Expr.Call ? element(module, argument, depth) : List.of();
  }

  private boolean holdsList(ModuleCode module, Expr.Name name) {
    return name.id().toLowerCase(Locale.ROOT).matches(".*(?:patterns|urls|routes).*")
        && module.binds(name.id());
  }

  private List<UrlEntry> element(ModuleCode module, Expr expression, int depth) {
    if (depth > DEEPEST) {
      return List.of(new UrlEntry.Open());
    }
    if (expression instanceof Expr.Call call) {
      Matcher route = ROUTE.matcher(code.meaning(module, call.callee()).external());
      if (route.matches()) {
        switch (route.group(1)) {
          case "path", "re_path", "url" -> {
            return route(module, call, route.group(1).equals("path"), depth);
          }
          case "include" -> {
            return List.of(include(UrlPattern.EMPTY, module, call, depth));
          }
          default -> {}
        }
      }
      return unknownCall(module, call);
    }
    return code.meaning(module, expression) instanceof Meaning.Value value
            && value.value() instanceof Expr.Call
        ? element(value.module(), value.value(), depth + 1)
        : List.of(new UrlEntry.Open());
  }

  /** Somebody's own function that makes a route: its name counts, its path can't be told. */
  private List<UrlEntry> unknownCall(ModuleCode module, Expr.Call call) {
    Optional<String> name = call.named("name").flatMap(each -> constants.text(module, each));
    return List.of(
        name.<UrlEntry>map(
                each -> new UrlEntry.Route(UrlPattern.UNKNOWN, each, module, call.place()))
            .orElseGet(UrlEntry.Open::new));
  }

  private List<UrlEntry> route(ModuleCode module, Expr.Call call, boolean isPath, int depth) {
    Optional<Expr> view = call.at(1, "view");
    if (view.isEmpty() || !call.isWrittenOut()) {
      return List.of(new UrlEntry.Open());
    }
    Optional<UrlPattern> written =
        call.at(0, isPath ? "route" : "regex").flatMap(each -> pattern(module, each, isPath));
    UrlPattern prefix = written.orElse(UrlPattern.EMPTY);
    if (view.get() instanceof Expr.Call target
        && code.meaning(module, target.callee()).external().matches("django\\..*\\.include")) {
      return List.of(include(prefix, module, target, depth));
    }
    if (view.get() instanceof Expr.Collection tuple) {
      return List.of(included(prefix, module, tuple, Optional.empty(), depth));
    }
    if (view.get() instanceof Expr.Attribute attribute && attribute.name().equals("urls")) {
      return List.of(site(prefix, module, attribute));
    }
    Optional<Expr> name = call.at(3, "name");
    Optional<String> text = name.flatMap(each -> constants.text(module, each));
    UrlEntry route =
        new UrlEntry.Route(
            written.orElse(UrlPattern.UNKNOWN), text.orElse(""), module, call.place());
    boolean isUnnamed = name.filter(each -> !(each instanceof Expr.Constant)).isEmpty();
    return text.isPresent() || isUnnamed ? List.of(route) : List.of(route, new UrlEntry.Open());
  }

  /** {@code admin.site.urls}: a list, an app and a namespace. */
  private UrlEntry site(UrlPattern pattern, ModuleCode module, Expr.Attribute urls) {
    Optional<List<UrlEntry>> routed = routers.urls(module, urls);
    if (routed.isPresent()) {
      return new UrlEntry.Include(pattern, "", "", routed.get());
    }
    boolean isAdmin = urls.value().dotted().filter(each -> each.contains("site")).isPresent();
    String namespace = isAdmin ? "admin" : "";
    return new UrlEntry.Include(pattern, namespace, namespace, List.of(new UrlEntry.Open()));
  }

  /** Parts that are not written out, such as a base path from the settings, count as empty. */
  private Optional<UrlPattern> pattern(ModuleCode module, Expr route, boolean isPath) {
    boolean isTranslated = route instanceof Expr.Call call && call.callee() instanceof Expr.Name;
    Expr plain =
        isTranslated && ((Expr.Call) route).arguments().size() == 1
            ? ((Expr.Call) route).arguments().get(0).value()
            : route;
    return constants
        .text(module, plain)
        .or(() -> writtenParts(plain))
        .map(text -> isPath ? UrlPattern.ofRoute(text) : UrlPattern.ofRegex(text));
  }

  private static Optional<String> writtenParts(Expr expression) {
    if (expression instanceof Expr.Format format) {
      return Optional.of(format.template().replace(String.valueOf(Expr.Format.HOLE), ""));
    }
    if (expression instanceof Expr.Operation sum && sum.operator().equals("+")) {
      return Optional.of(
          String.join(
              "", sum.operands().stream().flatMap(each -> writtenParts(each).stream()).toList()));
    }
    if (expression instanceof Expr.Operation filled
        && filled.operator().equals("%")
        && filled.operands().get(0) instanceof Expr.Text text) {
      return Optional.of(text.value().replaceAll("%(?:\\(\\w+\\))?s", ""));
    }
    if (expression instanceof Expr.Call call
        && call.name().equals("format")
        && call.receiver().orElse(null) instanceof Expr.Text text) {
      return Optional.of(text.value().replaceAll("\\{\\w*\\}", ""));
    }
    return expression instanceof Expr.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private UrlEntry include(UrlPattern prefix, ModuleCode module, Expr.Call call, int depth) {
    Optional<Expr> target = call.at(0, "arg");
    Optional<Expr> namespace = call.at(1, "namespace");
    if (target.isEmpty()) {
      return new UrlEntry.Include(prefix, "", "", List.of(new UrlEntry.Open()));
    }
    return included(prefix, module, target.get(), namespace, depth);
  }

  private UrlEntry included(
      UrlPattern prefix, ModuleCode module, Expr target, Optional<Expr> namespace, int depth) {
    Expr list = target;
    Optional<String> app = Optional.empty();
    Optional<String> instance = namespace.flatMap(each -> constants.text(module, each));
    if (target instanceof Expr.Collection tuple
        && tuple.bracket() == Expr.Bracket.TUPLE
        && tuple.elements().size() >= 2) {
      list = tuple.elements().get(0);
      app = constants.text(module, tuple.elements().get(1));
      if (tuple.elements().size() > 2) {
        instance = constants.text(module, tuple.elements().get(2));
      }
    }
    UrlConf conf = target(module, list, depth + 1);
    String appName = app.orElse(conf.app());
    return new UrlEntry.Include(prefix, instance.orElse(appName), appName, conf.entries());
  }

  private UrlConf target(ModuleCode module, Expr target, int depth) {
    if (target instanceof Expr.Text dotted) {
      return code.module(module, 0, dotted.value())
          .map(this::read)
          .orElseGet(() -> known(module, dotted.value()));
    }
    Meaning meaning = code.meaning(module, target);
    if (meaning instanceof Meaning.Module each) {
      return read(each.module());
    }
    if (meaning instanceof Meaning.External external) {
      return known(module, external.name());
    }
    if (meaning instanceof Meaning.Value value
        && value.value() instanceof Expr.Collection tuple
        && tuple.bracket() == Expr.Bracket.TUPLE
        && tuple.elements().size() >= 2
        && constants.text(value.module(), tuple.elements().get(1)).isPresent()) {
      return new UrlConf(
          constants.text(value.module(), tuple.elements().get(1)).orElse(""),
          list(value.module(), tuple.elements().get(0), depth + 1));
    }
    return new UrlConf("", list(module, target, depth));
  }

  private UrlConf known(ModuleCode module, String external) {
    return KnownUrlConfs.of(external)
        .map(
            known ->
                new UrlConf(
                    known.app(),
                    known.isComplete()
                        ? known.names().stream()
                            .<UrlEntry>map(
                                name -> new UrlEntry.Route(UrlPattern.UNKNOWN, name, module, null))
                            .toList()
                        : List.of(new UrlEntry.Open())))
        .orElseGet(() -> new UrlConf("", List.of(new UrlEntry.Open())));
  }
}
