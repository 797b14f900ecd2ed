package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.project.Components;
import org.pyreview.project.Project;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Which Django apps of a project import from which others, and where. */
public final class AppImports {

  /** Files that put the project together and may know everything. */
  private static final Set<String> COMPOSITION =
      Set.of(
          "urls.py",
          "schema.py",
          "asgi.py",
          "wsgi.py",
          "celery.py",
          "apps.py",
          "signals.py",
          "receivers.py",
          "handlers.py",
          "factories.py");

  private static final Set<String> COMPOSITION_FOLDERS =
      Set.of("management", "migrations", "graphql", "factories", "fixtures", "settings");
  private static final Pattern DATA =
      Pattern.compile("(?i).*(?:random_data|fixture|demo|seed|populate|factory).*");

  private final ProjectCode code;
  private final DjangoApps apps;
  private final InstalledApps installed;
  private final SettingsModules settings;
  private final Map<DjangoApps.App, Map<DjangoApps.App, List<Import>>> imports =
      new TreeMap<>((a, b) -> a.folder().compareTo(b.folder()));

  /**
   * An import statement.
   *
   * @param isDeferred whether it is inside a function
   */
  public record Import(ModuleCode module, Stmt.Import statement, boolean isDeferred) {}

  /** The imports that lead from one app to another. */
  public record Direction(DjangoApps.App from, DjangoApps.App to, List<Import> imports) {}

  /**
   * Two apps that import from each other.
   *
   * @param weaker the imports of the app that imports less
   * @param stronger those of the other one
   */
  public record Pair(
      DjangoApps.App importer,
      DjangoApps.App imported,
      List<Import> weaker,
      List<Import> stronger) {}

  /**
   * Apps each of which reaches all the others by imports.
   *
   * @param apps sorted by folder
   * @param directions all imports between them
   */
  public record Cycle(List<DjangoApps.App> apps, List<Direction> directions) {

    /** The pairs that import from each other directly, each once. */
    public List<Pair> pairs() {
      List<Pair> pairs = new ArrayList<>();
      for (Direction there : directions) {
        for (Direction back : directions) {
          boolean isPair = there.from.equals(back.to) && there.to.equals(back.from);
          int more = back.imports.size() - there.imports.size();
          if (isPair
              && (more > 0
                  || (more == 0 && there.from.folder().compareTo(there.to.folder()) < 0))) {
            pairs.add(new Pair(there.from, there.to, there.imports, back.imports));
          }
        }
      }
      return pairs;
    }

    /** Whether no app reaches itself any more without the weaker imports of these pairs. */
    public boolean isBrokenWithout(List<Pair> pairs) {
      Map<DjangoApps.App, Map<DjangoApps.App, List<Import>>> rest = new LinkedHashMap<>();
      for (Direction each : directions) {
        boolean isGone =
            pairs.stream()
                .anyMatch(pair -> pair.importer.equals(each.from) && pair.imported.equals(each.to));
        if (!isGone) {
          rest.computeIfAbsent(each.from, key -> new LinkedHashMap<>()).put(each.to, each.imports);
        }
      }
      return components(rest).isEmpty();
    }
  }

  public AppImports(Project project) {
    code = ProjectCode.of(project);
    apps = DjangoApps.of(project);
    installed = InstalledApps.of(project);
    settings = SettingsModules.of(project);
    code.mainModules().forEach(this::collect);
  }

  private void collect(ModuleCode module) {
    Optional<DjangoApps.App> app = appOf(module);
    if (app.isEmpty() || isComposition(module)) {
      return;
    }
    module.statements().forEach(statement -> collect(statement, module, app.get(), false));
  }

  private void collect(Stmt statement, ModuleCode module, DjangoApps.App app, boolean isDeferred) {
    if (statement instanceof Stmt.Import each) {
      target(module, each)
          .flatMap(this::appOf)
          .filter(target -> !isNested(app, target))
          .ifPresent(
              target ->
                  imports
                      .computeIfAbsent(app, key -> new LinkedHashMap<>())
                      .computeIfAbsent(target, key -> new ArrayList<>())
                      .add(new Import(module, each, isDeferred)));
    } else if (!(statement instanceof Stmt.If test && isForTypesOnly(test))) {
      boolean isInFunction = isDeferred || statement instanceof Stmt.Function;
      statement.inner().forEach(inner -> collect(inner, module, app, isInFunction));
    }
  }

  private static boolean isForTypesOnly(Stmt.If test) {
    return test.test().dotted().filter(name -> name.endsWith("TYPE_CHECKING")).isPresent();
  }

  private Optional<ModuleCode> target(ModuleCode module, Stmt.Import statement) {
    if (code.meaning(module, statement) instanceof Meaning.Module each) {
      return Optional.of(each.module());
    }
    return code.module(module, statement.level(), statement.module());
  }

  private Optional<DjangoApps.App> appOf(ModuleCode module) {
    return apps.containing(module.file())
        .filter(app -> installed.isKnown() ? installed.contains(app) : app.hasConfiguration())
        .filter(app -> !isProjectPackage(app));
  }

  /** The package of the settings puts the project together. */
  private boolean isProjectPackage(DjangoApps.App app) {
    return settings.all().stream()
        .anyMatch(
            module ->
                module
                    .file()
                    .folder()
                    .matches(java.util.regex.Pattern.quote(app.folder()) + "(?:settings/)?"));
  }

  private static boolean isNested(DjangoApps.App one, DjangoApps.App other) {
    return one.folder().startsWith(other.folder()) || other.folder().startsWith(one.folder());
  }

  private static boolean isComposition(ModuleCode module) {
    return COMPOSITION.contains(module.file().name())
        || module.file().path().isBelow(COMPOSITION_FOLDERS)
        || DATA.matcher(module.file().path().toString()).matches();
  }

  /** The groups of apps that reach each other by imports, each once. */
  public List<Cycle> cycles() {
    return components(imports).stream().map(this::cycle).toList();
  }

  private Cycle cycle(List<DjangoApps.App> apps) {
    List<DjangoApps.App> sorted =
        apps.stream().sorted((a, b) -> a.folder().compareTo(b.folder())).toList();
    List<Direction> directions = new ArrayList<>();
    for (DjangoApps.App from : sorted) {
      imports
          .getOrDefault(from, Map.of())
          .forEach(
              (to, all) -> {
                if (apps.contains(to)) {
                  directions.add(new Direction(from, to, all));
                }
              });
    }
    return new Cycle(sorted, directions);
  }

  private static List<List<DjangoApps.App>> components(
      Map<DjangoApps.App, Map<DjangoApps.App, List<Import>>> graph) {
    Map<DjangoApps.App, List<DjangoApps.App>> successors = new LinkedHashMap<>();
    graph.forEach((app, targets) -> successors.put(app, List.copyOf(targets.keySet())));
    return new Components<>(successors).all().stream().filter(all -> all.size() > 1).toList();
  }
}
