package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.web.RouterModule.NameUse;
import org.pyreview.frameworks.web.RouterModule.Router;
import org.pyreview.project.Completeness;
import org.pyreview.project.ModuleResolver;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who takes which blueprints and routers of a project from the files that define them. */
public final class Routers {

  private static final Logger LOG = LoggerFactory.getLogger(Routers.class);
  private static final String EVERYTHING = "*";

  /** So many may have been forgotten even in a small project. */
  private static final int FEW = 3;

  private final Map<ProjectFile, RouterModule> modules;
  private final ModuleResolver resolver;
  private final boolean createsApp;
  private final boolean loadsDynamically;
  private final Map<ProjectFile, Set<String>> taken = new HashMap<>();
  private final Map<ProjectFile, Set<String>> routed = new HashMap<>();

  private Routers(Project project) {
    modules = project.facts(RouterModule.FACTS);
    resolver = new ModuleResolver(project);
    createsApp = modules.values().stream().anyMatch(RouterModule::createsApp);
    loadsDynamically = modules.values().stream().anyMatch(RouterModule::loadsDynamically);
    List<Passage> passages = new ArrayList<>();
    modules.forEach(
        (file, module) ->
            module
                .imports()
                .forEach(
                    use ->
                        resolver
                            .resolve(file, use.cause())
                            .ifPresent(
                                target -> {
                                  add(use, target);
                                  passages.add(new Passage(file, use.cause().name(), target));
                                })));
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Passage each : passages) {
        Set<String> names = taken.getOrDefault(each.through, Set.of());
        grows |=
            (names.contains(each.name) || names.contains(EVERYTHING))
                && taken.computeIfAbsent(each.from, unused -> new HashSet<>()).add(each.name);
      }
    }
  }

  /** A name that a file has from another, and may be taken from it in its turn. */
  private record Passage(ProjectFile through, String name, ProjectFile from) {}

  private void add(NameUse use, ProjectFile target) {
    String name = use.cause().name();
    if (isModule(name, target)) {
      use.paths().forEach(path -> takePath(path, target));
      if (use.escapes()) {
        take(EVERYTHING, target);
      }
    } else if (!use.onlyAddsRoutes()) {
      // A file that only reads attributes of a router adds routes to it; one that names it without
      // using it hands it on.
      take(name, target);
    }
    if (use.addsRoutes()) {
      routed.computeIfAbsent(target, unused -> new HashSet<>()).add(name);
    }
  }

  private void take(String name, ProjectFile from) {
    taken.computeIfAbsent(from, unused -> new HashSet<>()).add(name);
  }

  /** Takes what a dotted path means, which may lead through modules that a package has. */
  private void takePath(String path, ProjectFile from) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    take(name, from);
    Optional<ProjectFile> module = moduleIn(from, name);
    if (dot < 0) {
      module.ifPresent(each -> take(EVERYTHING, each));
    } else {
      module.ifPresent(each -> takePath(path.substring(dot + 1), each));
    }
  }

  /** A module that is an attribute of another: it stands in its folder, or is imported there. */
  private Optional<ProjectFile> moduleIn(ProjectFile file, String name) {
    Optional<ProjectFile> inside =
        file.name().equals("__init__.py") ? resolver.resolve(file, 1, name) : Optional.empty();
    return inside.or(
        () ->
            Optional.ofNullable(modules.get(file)).stream()
                .flatMap(module -> module.imports().stream())
                .filter(use -> use.cause().name().equals(name))
                .flatMap(use -> resolver.resolve(file, use.cause()).stream())
                .filter(target -> isModule(name, target))
                .findFirst());
  }

  /** The routers of the project, worked out once. */
  public static Routers of(Project project) {
    return project.knowledge(Routers.class, Routers::new);
  }

  /** Whether an imported name is the file itself, and not something in it. */
  private static boolean isModule(String name, ProjectFile target) {
    return name.isEmpty()
        || target.name().equals(name + ".py")
        || ("/" + target).endsWith("/" + name + "/__init__.py");
  }

  /** A router that has routes, and that nothing takes. */
  public record Unregistered(ProjectFile file, Router router) {}

  /**
   * Those of an application that loads no module by a computed name. Where many seem to be of
   * these, the way in which the project registers them isn't known, and none is given.
   */
  public List<Unregistered> unregistered() {
    if (!createsApp || loadsDynamically) {
      return List.of();
    }
    Completeness known = Completeness.of("routers");
    List<Unregistered> found = new ArrayList<>();
    for (Map.Entry<ProjectFile, RouterModule> module : modules.entrySet()) {
      for (Router router : module.getValue().routers()) {
        if (haveRoutesFor(module.getKey(), router)) {
          boolean isUsed = isUsedElsewhere(module.getKey(), router);
          known = known.with(isUsed);
          if (!isUsed) {
            found.add(new Unregistered(module.getKey(), router));
          }
        }
      }
    }
    if (!known.suffices() && found.size() > FEW) {
      LOG.info(
          "Routers are not reviewed: for {} of {} nothing shows who registers them",
          known.unresolved(),
          known.unresolved() + known.resolved());
      return List.of();
    }
    return found.stream().filter(each -> !isRepeated(each.file, each.router)).toList();
  }

  /** Whether its own file or another one gives it routes. */
  private boolean haveRoutesFor(ProjectFile file, Router router) {
    return router.hasRoutes() || routed.getOrDefault(file, Set.of()).contains(router.name());
  }

  /** Whether another router that is used answers all its routes: it was left behind in a move. */
  private boolean isRepeated(ProjectFile file, Router router) {
    return modules.entrySet().stream()
        .filter(other -> !other.getKey().equals(file))
        .filter(other -> versions(other.getKey()).equals(versions(file)))
        .anyMatch(
            other ->
                other.getValue().routers().stream()
                    .anyMatch(
                        each ->
                            router.isRepeatedBy(each) && isUsedElsewhere(other.getKey(), each)));
  }

  /** The versions of an API in a file's path: each has the same routes. */
  private static List<String> versions(ProjectFile file) {
    return file.path().segments().stream()
        .filter(each -> each.matches("v\\d+\\w*(?:\\.py)?"))
        .toList();
  }

  /** Whether some other file takes the router, or the whole module. */
  private boolean isUsedElsewhere(ProjectFile file, Router router) {
    Set<String> names = taken.getOrDefault(file, Set.of());
    return names.contains(router.name()) || names.contains(EVERYTHING);
  }
}
