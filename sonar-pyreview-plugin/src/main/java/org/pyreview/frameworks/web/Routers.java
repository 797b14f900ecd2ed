package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pyreview.frameworks.web.RouterModule.NameUse;
import org.pyreview.frameworks.web.RouterModule.Router;
import org.pyreview.project.ModuleResolver;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/** Who takes which blueprints and routers of a project from the files that define them. */
public final class Routers {

  private static final String EVERYTHING = "*";

  private final boolean createsApp;
  private final boolean loadsDynamically;
  private final Map<ProjectFile, Set<String>> taken = new HashMap<>();
  private final Map<ProjectFile, Set<String>> routed = new HashMap<>();

  private Routers(Project project) {
    Map<ProjectFile, RouterModule> modules = project.facts(RouterModule.FACTS);
    createsApp = modules.values().stream().anyMatch(RouterModule::createsApp);
    loadsDynamically = modules.values().stream().anyMatch(RouterModule::loadsDynamically);
    List<Passage> passages = new ArrayList<>();
    ModuleResolver resolver = new ModuleResolver(project);
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
    taken.computeIfAbsent(target, unused -> new HashSet<>()).addAll(namesTaken(use, target));
    if (use.addsRoutes()) {
      routed.computeIfAbsent(target, unused -> new HashSet<>()).add(use.cause().name());
    }
  }

  /** The routers of the project, worked out once. */
  public static Routers of(Project project) {
    return project.knowledge(Routers.class, Routers::new);
  }

  /** The imported name is something in the target, or the target itself. */
  private static Set<String> namesTaken(NameUse use, ProjectFile target) {
    String name = use.cause().name();
    boolean isModule =
        name.isEmpty()
            || target.name().equals(name + ".py")
            || ("/" + target).endsWith("/" + name + "/__init__.py");
    if (!isModule) {
      // A file that only reads attributes of a router adds routes to it; one that names it without
      // using it hands it on.
      return use.onlyAddsRoutes() ? Set.of() : Set.of(name);
    }
    Set<String> names = new HashSet<>(use.attributes());
    if (use.escapes()) {
      names.add(EVERYTHING);
    }
    return names;
  }

  /** Whether the project is an application, and loads no module by a computed name. */
  public boolean areAllKnown() {
    return createsApp && !loadsDynamically;
  }

  /** Whether its own file or another one gives it routes. */
  public boolean haveRoutesFor(ProjectFile file, Router router) {
    return router.hasRoutes() || routed.getOrDefault(file, Set.of()).contains(router.name());
  }

  /** Whether some other file takes the router, or the whole module. */
  public boolean isUsedElsewhere(ProjectFile file, Router router) {
    Set<String> names = taken.getOrDefault(file, Set.of());
    return names.contains(router.name()) || names.contains(EVERYTHING);
  }
}
