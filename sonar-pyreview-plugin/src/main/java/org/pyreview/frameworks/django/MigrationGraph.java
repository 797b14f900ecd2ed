package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pyreview.frameworks.django.MigrationFile.Reference;
import org.pyreview.project.Components;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/** The migrations of a project's apps and what they depend on, as Django's loader connects them. */
public final class MigrationGraph {

  /** What nearly every app calls its first migration. */
  private static final String FIRST = "0001_initial";

  private final Project project;
  private final Map<String, App> apps = new TreeMap<>();

  /**
   * The migrations in one {@code migrations} folder.
   *
   * @param label of the app
   * @param folder path of the migrations folder, with a slash at its end
   */
  public record App(String label, String folder, Map<String, Node> migrations) {

    /** Whether every dependency of every migration is written out, and the label is the app's. */
    public boolean isKnown() {
      return migrations.values().stream().noneMatch(node -> node.migration.isOpen())
          && !isCalledOtherwise();
    }

    /** Its migrations follow each other under another label, which something that runs gives it. */
    private boolean isCalledOtherwise() {
      List<Reference> all =
          migrations.values().stream()
              .flatMap(node -> node.migration.dependencies().stream())
              .toList();
      return all.stream().noneMatch(each -> each.app().equals(label))
          && all.stream()
              .anyMatch(each -> !each.name().equals(FIRST) && migrations.containsKey(each.name()));
    }

    /** Whether a migration exists, or existed before it was squashed. */
    public boolean has(String name) {
      return migrations.containsKey(name)
          || migrations.values().stream()
              .flatMap(node -> node.migration.replaces().stream())
              .anyMatch(replaced -> replaced.app().equals(label) && replaced.name().equals(name));
    }
  }

  /** A migration and the file it is in. */
  public record Node(String app, String name, ProjectFile file, MigrationFile migration) {

    /** A file holds one migration: comparing what it says would walk all its operations. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Node node && node.file == file;
    }

    @Override
    public int hashCode() {
      return file.hashCode();
    }
  }

  private MigrationGraph(Project project) {
    this.project = project;
  }

  /** The graph of the project's apps, without test apps; worked out once. */
  public static MigrationGraph of(Project project) {
    return project.knowledge(MigrationGraph.class, MigrationGraph::build);
  }

  private static MigrationGraph build(Project project) {
    MigrationGraph graph = new MigrationGraph(project);
    ProjectCode code = ProjectCode.of(project);
    DjangoApps apps = DjangoApps.of(project);
    Map<String, App> byFolder = new LinkedHashMap<>();
    for (ModuleCode module : code.mainModules()) {
      ProjectFile file = module.file();
      MigrationFile.of(module, code)
          .ifPresent(
              migration -> {
                App app =
                    byFolder.computeIfAbsent(
                        file.folder(),
                        folder -> new App(label(file, apps), folder, new TreeMap<>()));
                String name = file.name().replaceFirst("\\.py$", "");
                app.migrations.put(name, new Node(app.label, name, file, migration));
              });
    }
    graph.addUnambiguous(byFolder.values());
    return graph;
  }

  private static String label(ProjectFile migration, DjangoApps apps) {
    String app = migration.folder().replaceFirst("migrations/$", "").replaceFirst("/$", "");
    return apps.containing(migration)
        .map(DjangoApps.App::label)
        .orElse(app.substring(app.lastIndexOf('/') + 1));
  }

  /** Two apps with one label can't be installed together: which one is meant stays open. */
  private void addUnambiguous(Collection<App> all) {
    Set<String> twice = new HashSet<>();
    for (App app : all) {
      if (apps.put(app.label, app) != null) {
        twice.add(app.label);
      }
    }
    apps.keySet().removeAll(twice);
  }

  /** The apps, sorted by label. */
  public Collection<App> apps() {
    return apps.values();
  }

  /** Dependencies of an app's migrations on migrations of project apps that don't exist. */
  public List<Reference> missingDependencies(Node node) {
    return node.migration.dependencies().stream()
        .filter(reference -> !reference.isSymbolic())
        .filter(reference -> apps.containsKey(reference.app()))
        .filter(reference -> !apps.get(reference.app()).has(reference.name()))
        .toList();
  }

  /** The migrations of an app that no other of the same app comes after, sorted by name. */
  public List<Node> leaves(App app) {
    Set<String> parents = new HashSet<>();
    for (Node node : app.migrations.values()) {
      String self = survivor(app, node.name);
      node.migration.dependencies().stream()
          .filter(reference -> reference.app().equals(app.label))
          .map(reference -> survivor(app, reference.name()))
          .filter(parent -> !parent.equals(self))
          .forEach(parents::add);
      if (node.migration.runBefore().stream().anyMatch(next -> next.app().equals(app.label))) {
        parents.add(self);
      }
    }
    return app.migrations.values().stream()
        .filter(node -> survivor(app, node.name).equals(node.name))
        .filter(node -> !parents.contains(node.name))
        .toList();
  }

  /** The migration that stands for another one after all squashing. */
  private static String survivor(App app, String name) {
    String current = name;
    Set<String> seen = new HashSet<>();
    while (seen.add(current)) {
      String replaced = current;
      Optional<String> squash =
          app.migrations.values().stream()
              .filter(
                  node ->
                      node.migration.replaces().stream()
                          .anyMatch(
                              each -> each.app().equals(app.label) && each.name().equals(replaced)))
              .map(Node::name)
              .findFirst();
      if (squash.isEmpty()) {
        return current;
      }
      current = squash.get();
    }
    return current;
  }

  /** Groups of migrations that wait for each other, each sorted as its apps and names are. */
  public List<List<Node>> cycles() {
    Map<Node, List<Node>> parents = new LinkedHashMap<>();
    for (App app : apps.values()) {
      for (Node node : app.migrations.values()) {
        parents.put(node, new ArrayList<>(parentsOf(node)));
      }
    }
    Map<String, Node> byName = new HashMap<>();
    parents.keySet().forEach(node -> byName.put(node.app + "." + node.name, node));
    for (Node node : List.copyOf(parents.keySet())) {
      for (Reference next : node.migration.runBefore()) {
        Node later = byName.get(next.app() + "." + next.name());
        if (later != null) {
          parents.get(later).add(node);
        }
      }
    }
    return new Components<>(parents)
        .all().stream()
            .filter(component -> component.size() > 1)
            .map(
                component ->
                    component.stream()
                        .sorted((a, b) -> a.file.toString().compareTo(b.file.toString()))
                        .toList())
            .toList();
  }

  private List<Node> parentsOf(Node node) {
    return node.migration.dependencies().stream()
        .filter(reference -> apps.containsKey(reference.app()))
        .flatMap(
            reference ->
                Optional.ofNullable(apps.get(reference.app()).migrations.get(reference.name()))
                    .stream())
        .toList();
  }

  /** Whether the migrations folder is no package although the app is one. */
  public boolean lacksInit(App app) {
    String parent = app.folder.replaceFirst("migrations/$", "");
    return project.file(app.folder + "__init__.py").isEmpty()
        && project.file(parent + "__init__.py").isPresent();
  }
}
