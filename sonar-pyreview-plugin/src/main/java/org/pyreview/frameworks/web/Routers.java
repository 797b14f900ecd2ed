package org.pyreview.frameworks.web;

import java.util.HashMap;
import java.util.HashSet;
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

  private Routers(Project project) {
    Map<ProjectFile, RouterModule> modules = project.facts(RouterModule.FACTS);
    createsApp = modules.values().stream().anyMatch(RouterModule::createsApp);
    loadsDynamically = modules.values().stream().anyMatch(RouterModule::loadsDynamically);
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
                                target ->
                                    taken
                                        .computeIfAbsent(target, unused -> new HashSet<>())
                                        .addAll(namesTaken(use, target)))));
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
      boolean addsRoutes = !use.escapes() && !use.attributes().isEmpty();
      return addsRoutes ? Set.of() : Set.of(name);
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

  /** Whether some other file takes the router, or the whole module. */
  public boolean isUsedElsewhere(ProjectFile file, Router router) {
    Set<String> names = taken.getOrDefault(file, Set.of());
    return names.contains(router.name()) || names.contains(EVERYTHING);
  }
}
