package org.pyreview.project;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which module of the project imports which when it is imported itself. */
public final class ImportGraph {

  /**
   * One module importing another.
   *
   * @param cause the first statement that does it
   * @param isOfModule whether the statement takes the module as a whole, and no name out of it
   */
  public record Edge(ProjectFile from, ProjectFile to, ModuleImport cause, boolean isOfModule) {

    /** Whether a half executed module does: what is in it is looked up when functions run. */
    public boolean canWait() {
      return isOfModule && cause.usedOnlyInFunctions();
    }

    /** Whether the module is only loaded, for what it registers: nothing of it is taken. */
    public boolean isForSideEffect() {
      return isOfModule && cause.isUnused();
    }

    /** Whether one end is the {@code __init__} of a package that the other end lies in. */
    public boolean isWithinPackageOfInit() {
      return isInitAbove(from, to) || isInitAbove(to, from);
    }

    private static boolean isInitAbove(ProjectFile init, ProjectFile other) {
      return init.name().equals("__init__.py") && other.folder().startsWith(init.folder());
    }
  }

  private final ModuleResolver resolver;
  private final Map<ProjectFile, List<Edge>> edges = new LinkedHashMap<>();

  private ImportGraph(Project project) {
    this.resolver = new ModuleResolver(project);
  }

  /** The graph over the files that pass the filter, worked out from the recorded imports. */
  public static ImportGraph of(Project project, Predicate<ProjectFile> modules) {
    ImportGraph graph = new ImportGraph(project);
    project
        .facts(ModuleImport.FACTS)
        .forEach(
            (file, imports) -> {
              if (modules.test(file)) {
                graph.edges.put(file, graph.edgesOf(file, imports.all(), modules));
              }
            });
    return graph;
  }

  private List<Edge> edgesOf(
      ProjectFile file, List<ModuleImport> imports, Predicate<ProjectFile> modules) {
    Map<ProjectFile, Edge> byTarget = new LinkedHashMap<>();
    for (ModuleImport each : imports) {
      resolver
          .resolve(file, each)
          .filter(target -> target != file)
          .filter(modules)
          .ifPresent(target -> byTarget.merge(target, edge(file, target, each), this::harder));
    }
    return List.copyOf(byTarget.values());
  }

  private Edge edge(ProjectFile from, ProjectFile to, ModuleImport each) {
    boolean takesName =
        !each.name().isEmpty()
            && resolver.resolve(from, each.level(), each.module()).filter(to::equals).isPresent();
    return new Edge(from, to, each, !takesName);
  }

  /** An edge can be removed only if every import behind it can. */
  private Edge harder(Edge one, Edge other) {
    return one.canWait() || (one.cause.usedOnlyInFunctions() && !other.canWait()) ? other : one;
  }

  /**
   * The shortest cycle of every group of modules that reach each other, among those that fail when
   * another module is imported first. If all edges of a cycle can wait, nothing does.
   *
   * @param counted edges to look at
   */
  public List<List<Edge>> shortestCycles(Predicate<Edge> counted) {
    Map<ProjectFile, List<Edge>> graph = new LinkedHashMap<>();
    edges.forEach((file, out) -> graph.put(file, out.stream().filter(counted).toList()));
    Map<ProjectFile, List<ProjectFile>> successors = new LinkedHashMap<>();
    graph.forEach((file, out) -> successors.put(file, out.stream().map(Edge::to).toList()));
    return new Components<>(successors)
        .all().stream()
            .filter(component -> component.size() > 1)
            .flatMap(component -> shortestCycle(component, graph).stream())
            .toList();
  }

  private static Optional<List<Edge>> shortestCycle(
      Collection<ProjectFile> component, Map<ProjectFile, List<Edge>> graph) {
    return component.stream()
        .sorted(Comparator.comparing(ProjectFile::toString))
        .map(start -> shortestCycleThrough(start, graph))
        .flatMap(Optional::stream)
        .min(Comparator.comparingInt(List::size));
  }

  /** Breadth-first search from a module back to itself, with a first edge that can't wait. */
  private static Optional<List<Edge>> shortestCycleThrough(
      ProjectFile start, Map<ProjectFile, List<Edge>> graph) {
    Map<ProjectFile, Edge> reachedBy = new HashMap<>();
    Deque<ProjectFile> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      ProjectFile from = queue.remove();
      for (Edge edge : graph.getOrDefault(from, List.of())) {
        if (from == start && edge.canWait()) {
          continue;
        }
        if (reachedBy.putIfAbsent(edge.to, edge) == null) {
          if (edge.to == start) {
            return Optional.of(path(start, reachedBy));
          }
          queue.add(edge.to);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Edge> path(ProjectFile end, Map<ProjectFile, Edge> reachedBy) {
    Deque<Edge> path = new ArrayDeque<>();
    ProjectFile at = end;
    do {
      Edge edge = reachedBy.get(at);
      path.addFirst(edge);
      at = edge.from;
    } while (at != end);
    return List.copyOf(path);
  }
}
