package org.pyreview.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which module of the project imports which when it is imported itself. */
public final class ImportGraph {

  /**
   * One module importing another.
   *
   * @param cause the first statement that does it
   */
  public record Edge(ProjectFile from, ProjectFile to, ModuleImport cause) {

    /** Whether one end is the {@code __init__} of a package that the other end lies in. */
    public boolean isWithinPackageOfInit() {
      return isInitAbove(from, to) || isInitAbove(to, from);
    }

    private static boolean isInitAbove(ProjectFile init, ProjectFile other) {
      return init.name().equals("__init__.py") && other.folder().startsWith(init.folder());
    }
  }

  private final Project project;
  private final Map<ProjectFile, List<Edge>> edges = new LinkedHashMap<>();

  private ImportGraph(Project project) {
    this.project = project;
  }

  /** The graph over the files that pass the filter, worked out from the recorded imports. */
  public static ImportGraph of(Project project, Predicate<ProjectFile> modules) {
    ImportGraph graph = new ImportGraph(project);
    project
        .facts(ModuleImport.FACTS)
        .forEach(
            (file, imports) -> {
              if (modules.test(file)) {
                graph.edges.put(file, graph.edgesOf(file, imports, modules));
              }
            });
    return graph;
  }

  private List<Edge> edgesOf(
      ProjectFile file, List<ModuleImport> imports, Predicate<ProjectFile> modules) {
    Map<ProjectFile, Edge> byTarget = new LinkedHashMap<>();
    for (ModuleImport each : imports) {
      resolve(file, each)
          .filter(target -> target != file)
          .filter(modules)
          .ifPresent(target -> byTarget.merge(target, new Edge(file, target, each), this::harder));
    }
    return List.copyOf(byTarget.values());
  }

  /** An edge can be removed only if every import behind it can. */
  private Edge harder(Edge one, Edge other) {
    return one.cause.usedOnlyInFunctions() ? other : one;
  }

  private Optional<ProjectFile> resolve(ProjectFile from, ModuleImport each) {
    String path = each.module().replace('.', '/');
    for (String root : rootsFor(from, each.level())) {
      Optional<ProjectFile> sibling =
          each.name().isEmpty() ? Optional.empty() : module(join(root + path, each.name()));
      Optional<ProjectFile> target = sibling.or(() -> module(root + path));
      if (target.isPresent()) {
        return target;
      }
    }
    return Optional.empty();
  }

  /**
   * Folders that Python may search: for a relative import the package it names; otherwise the
   * folders above the file that are no packages themselves, and {@code src} in them.
   */
  private List<String> rootsFor(ProjectFile from, int level) {
    String folder = from.folder();
    if (level > 0) {
      for (int up = 1; up < level; up++) {
        folder = parent(folder);
      }
      return List.of(folder);
    }
    List<String> roots = new ArrayList<>();
    while (true) {
      if (project.file(folder + "__init__.py").isEmpty()) {
        roots.add(folder);
        roots.add(folder + "src/");
      }
      if (folder.isEmpty()) {
        return roots;
      }
      folder = parent(folder);
    }
  }

  private static String parent(String folder) {
    int end = folder.length() - 1;
    return end < 0 ? "" : folder.substring(0, folder.lastIndexOf('/', end - 1) + 1);
  }

  private Optional<ProjectFile> module(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return project.file(join(plain, "__init__.py")).or(() -> project.file(plain + ".py"));
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /**
   * The shortest cycle of every group of modules that reach each other.
   *
   * @param counted edges to look at
   */
  public List<List<Edge>> shortestCycles(Predicate<Edge> counted) {
    Map<ProjectFile, List<Edge>> graph = new LinkedHashMap<>();
    edges.forEach((file, out) -> graph.put(file, out.stream().filter(counted).toList()));
    return new Components(graph)
        .all().stream()
            .filter(component -> component.size() > 1)
            .map(component -> shortestCycle(component, graph))
            .toList();
  }

  private static List<Edge> shortestCycle(
      Collection<ProjectFile> component, Map<ProjectFile, List<Edge>> graph) {
    return component.stream()
        .sorted(Comparator.comparing(ProjectFile::toString))
        .map(start -> shortestCycleThrough(start, graph))
        .flatMap(Optional::stream)
        .min(Comparator.comparingInt(List::size))
        .orElseThrow();
  }

  /** Breadth-first search from a module back to itself. */
  private static Optional<List<Edge>> shortestCycleThrough(
      ProjectFile start, Map<ProjectFile, List<Edge>> graph) {
    Map<ProjectFile, Edge> reachedBy = new HashMap<>();
    Deque<ProjectFile> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      for (Edge edge : graph.getOrDefault(queue.remove(), List.of())) {
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

  /**
   * Strongly connected components: R. Tarjan, "Depth-first search and linear graph algorithms",
   * 1972; with a stack of its own, since a chain of imports may be longer than the thread's.
   */
  private static final class Components {
    private final Map<ProjectFile, List<Edge>> graph;
    private final Map<ProjectFile, Integer> index = new HashMap<>();
    private final Map<ProjectFile, Integer> lowLink = new HashMap<>();
    private final Deque<ProjectFile> open = new ArrayDeque<>();
    private final Set<ProjectFile> isOpen = new HashSet<>();
    private final List<List<ProjectFile>> found = new ArrayList<>();

    Components(Map<ProjectFile, List<Edge>> graph) {
      this.graph = graph;
    }

    List<List<ProjectFile>> all() {
      for (ProjectFile file : graph.keySet()) {
        if (!index.containsKey(file)) {
          visit(file);
        }
      }
      return found;
    }

    private record Frame(ProjectFile file, Iterator<Edge> rest) {}

    private void visit(ProjectFile root) {
      Deque<Frame> frames = new ArrayDeque<>();
      frames.push(enter(root));
      while (!frames.isEmpty()) {
        Frame frame = frames.peek();
        if (frame.rest.hasNext()) {
          ProjectFile next = frame.rest.next().to;
          if (!graph.containsKey(next)) {
            continue;
          }
          if (!index.containsKey(next)) {
            frames.push(enter(next));
          } else if (isOpen.contains(next)) {
            lowLink.merge(frame.file, index.get(next), Math::min);
          }
        } else {
          frames.pop();
          leave(frame.file);
          if (!frames.isEmpty()) {
            lowLink.merge(frames.peek().file, lowLink.get(frame.file), Math::min);
          }
        }
      }
    }

    private Frame enter(ProjectFile file) {
      index.put(file, index.size());
      lowLink.put(file, index.get(file));
      open.push(file);
      isOpen.add(file);
      return new Frame(file, graph.get(file).iterator());
    }

    private void leave(ProjectFile file) {
      if (!lowLink.get(file).equals(index.get(file))) {
        return;
      }
      List<ProjectFile> component = new ArrayList<>();
      ProjectFile member;
      do {
        member = open.pop();
        isOpen.remove(member);
        component.add(member);
      } while (member != file);
      found.add(component);
    }
  }
}
