package org.pyreview.frameworks.django.urls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.SettingValue;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.web.NamedRoute;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.frameworks.web.WrittenUrl;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The routes of a Django project, from the urlconfs that its settings name. */
public final class DjangoRoutes {

  private static final int DEEPEST = 12;

  private final Map<String, NamedRoute> byName = new TreeMap<>();
  private final List<NamedRoute.Matcher> inOrder = new ArrayList<>();
  private final Set<String> openNamespaces = new HashSet<>();
  private final Set<String> knownNamespaces = new HashSet<>();
  private final Set<String> namesAnywhere = new HashSet<>();
  private final boolean hasRoots;

  private DjangoRoutes(Project project) {
    ProjectCode code = ProjectCode.of(project);
    UrlConfs confs = UrlConfs.of(project);
    Set<ModuleCode> roots = roots(project, code);
    hasRoots = !roots.isEmpty();
    for (ModuleCode root : roots) {
      add(confs.read(root).entries(), UrlPattern.EMPTY, List.of(""), 0);
    }
    if (hasRoots) {
      code.modules().forEach(this::addNames);
    }
  }

  /** The routes of a project; worked out once. */
  public static DjangoRoutes of(Project project) {
    return project.knowledge(DjangoRoutes.class, DjangoRoutes::new);
  }

  /** The urlconfs that settings outside of examples and tests start from. */
  private static Set<ModuleCode> roots(Project project, ProjectCode code) {
    SettingsModules settings = SettingsModules.of(project);
    Set<ModuleCode> roots = new LinkedHashSet<>();
    for (ModuleCode module : settings.all()) {
      if (!DevelopmentPath.of(module.file().path()).isDevelopment()) {
        Stream.concat(
                settings
                    .effective(module)
                    .get("ROOT_URLCONF")
                    .map(SettingValue.Assigned::value)
                    .filter(SettingValue.Known.class::isInstance)
                    .map(value -> ((SettingValue.Known) value).value().toString())
                    .stream(),
                written(module).stream())
            .flatMap(dotted -> code.module(module, 0, dotted).stream())
            .forEach(roots::add);
      }
    }
    return roots;
  }

  /** A module that is taken in below may replace it, but hardly ever does. */
  private static Optional<String> written(ModuleCode module) {
    return module
        .onlyAssignment("ROOT_URLCONF")
        .filter(Expr.Text.class::isInstance)
        .map(value -> ((Expr.Text) value).value());
  }

  /**
   * @param namespaces the ways to say where the entries are, each empty or with a colon at its end
   */
  private void add(List<UrlEntry> entries, UrlPattern prefix, List<String> namespaces, int depth) {
    knownNamespaces.addAll(namespaces);
    for (UrlEntry entry : entries) {
      if (entry instanceof UrlEntry.Route route) {
        addRoute(route, prefix, namespaces);
      } else if (entry instanceof UrlEntry.Include include && depth < DEEPEST) {
        add(
            include.entries(),
            prefix.then(include.prefix()),
            below(namespaces, include),
            depth + 1);
      } else {
        openNamespaces.addAll(namespaces);
      }
    }
  }

  private static List<String> below(List<String> namespaces, UrlEntry.Include include) {
    return namespaces.stream()
        .flatMap(
            outer ->
                Stream.of(include.instance(), include.app())
                    .distinct()
                    .map(each -> each.isEmpty() ? outer : outer + each + ":"))
        .distinct()
        .toList();
  }

  private void addRoute(UrlEntry.Route route, UrlPattern prefix, List<String> namespaces) {
    UrlPattern pattern = prefix.then(route.pattern());
    String name = route.name().isEmpty() ? "" : namespaces.get(0) + route.name();
    if (!route.name().isEmpty()) {
      namespaces.forEach(
          each ->
              byName.putIfAbsent(
                  each + route.name(),
                  new NamedRoute(
                      each + route.name(), pattern, route.module().file(), route.place())));
    }
    inOrder.add(new NamedRoute(name, pattern, route.module().file(), route.place()).matcher());
  }

  /** Routes outside the roots may be reached through urlconfs that a request or a test sets. */
  private void addNames(ModuleCode module) {
    if (!module.mentions("path", "url")) {
      return;
    }
    boolean isUrlConf = module.binds("urlpatterns") || module.file().path().isTest();
    module.statements().stream()
        .flatMap(
            each ->
                isUrlConf
                    ? each.everyExpression()
                    : each.everything()
                        .filter(
                            inner ->
                                inner instanceof Stmt.Function function
                                    && function.name().contains("url"))
                        .flatMap(inner -> inner.everyExpression()))
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> call.name().matches(".*(?:path|url)"))
        .flatMap(call -> call.at(3, "name").stream())
        .filter(Expr.Text.class::isInstance)
        .forEach(name -> namesAnywhere.add(((Expr.Text) name).value()));
  }

  /** Whether the project has settings that name a urlconf of its own. */
  public boolean areKnown() {
    return hasRoots;
  }

  /**
   * Whether no route has this name: the namespace is the project's, and everything in it is known.
   *
   * @param name with its namespaces, as {@code reverse()} takes it
   */
  public boolean isMissing(String name) {
    return isOwn(name) && !isFound(name) && !openNamespaces.contains(namespace(name));
  }

  /** Whether a route has this name, be it in a urlconf that no root reaches. */
  public boolean isFound(String name) {
    return byName.containsKey(name) || (namespace(name).isEmpty() && isOnlyElsewhere(name));
  }

  /** Whether the route of this name is the project's, as far as its namespace tells. */
  public boolean isOwn(String name) {
    return hasRoots && knownNamespaces.contains(namespace(name));
  }

  private static String namespace(String name) {
    return name.substring(0, name.lastIndexOf(':') + 1);
  }

  /** Whether a urlconf defines the name that no root reaches. */
  private boolean isOnlyElsewhere(String name) {
    return namesAnywhere.contains(name)
        && byName.keySet().stream().noneMatch(each -> each.endsWith(":" + name));
  }

  /** All routes that have names, by them. */
  public List<NamedRoute> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The named route that answers a URL: the first that matches, as in Django; empty if that has no
   * name, or is there for everything below some path. A slash at the end may be left out.
   */
  public Optional<NamedRoute> answering(WrittenUrl url) {
    return first(url)
        .or(() -> url.path().endsWith("/") ? Optional.empty() : first(url.withSlash()))
        .filter(route -> !route.name().isEmpty() && !route.pattern().isCatchAll())
        .filter(route -> route.pattern().hasText() || url.isRoot());
  }

  private Optional<NamedRoute> first(WrittenUrl url) {
    return inOrder.stream()
        .filter(each -> each.matches(url))
        .findFirst()
        .map(NamedRoute.Matcher::route);
  }
}
