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
        .filter(app -> app.hasConfiguration() || installed.contains(app))
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

  /** The pairs of apps that import from each other, each once. */
  public List<Pair> mutual() {
    List<Pair> pairs = new ArrayList<>();
    imports.forEach(
        (app, targets) ->
            targets.forEach(
                (target, there) -> {
                  List<Import> back =
                      imports.getOrDefault(target, Map.of()).getOrDefault(app, List.of());
                  boolean isWeaker =
                      there.size() < back.size()
                          || (there.size() == back.size()
                              && app.folder().compareTo(target.folder()) < 0);
                  if (!back.isEmpty() && isWeaker) {
                    pairs.add(new Pair(app, target, there, back));
                  }
                }));
    return pairs;
  }
}
