package org.pyreview.frameworks.django.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.container.ServedLocally;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** The settings modules of a Django project, and which of them the servers run with. */
public final class SettingsModules {

  /** The variable that names the module. */
  private static final String VARIABLE = "DJANGO_SETTINGS_MODULE";

  private static final Pattern ASSIGNMENT =
      Pattern.compile("DJANGO_SETTINGS_MODULE[\"']?\\s*[=:\\s]\\s*[\"']?([\\w.]+)");
  private static final Pattern DEPLOYMENT =
      Pattern.compile(
          "(?i)(?:.*/)?(?:dockerfile[^/]*|[^/]*\\.dockerfile|[^/]*compose[^/]*\\.ya?ml|procfile"
              + "|[^/]*\\.service|app\\.ya?ml|fly\\.toml|render\\.ya?ml|[^/]*deployment[^/]*\\.ya?ml"
              + "|\\.envs?/[^/]*production.*|[^/]*\\.env\\.prod[^/]*|[^/]*gunicorn[^/]*)");

  /** What only developers start. */
  private static final Pattern LOCAL_SERVER =
      Pattern.compile("\\bmanage\\.py\\s+runserver(?:_plus)?\\b|\\brunserver(?:_plus)?\\s+0");

  private static final Pattern PRODUCTION = Pattern.compile("(?i).*(?:prod|live|deploy|staging).*");
  private static final Pattern DEVELOPMENT =
      Pattern.compile(
          "(?i)(?:.*_)?(?:dev|devel|development|local|debug|test|tests|testing|ci)(?:_.*)?");

  /** The folder that {@code startproject --template} renames. */
  private static final String PLACEHOLDER = "project_name";

  private final Project project;
  private final ProjectCode code;
  private final List<ModuleCode> modules = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<ModuleCode, EffectiveSettings> effective = new LinkedHashMap<>();

  /**
   * A place that decides which settings a process gets.
   *
   * @param isCode whether it is a Python entry point, which a variable of the environment overrules
   */
  public record Entry(ProjectFile file, Place place, String module, boolean isCode) {

    /** Last part of the module's name. */
    public String lastName() {
      return QualifiedName.of(module).lastName();
    }

    /** Whether the name says that it is for developers. */
    public boolean namesDevelopment() {
      return DEVELOPMENT.matcher(lastName()).matches();
    }
  }

  /** Modules of settings that extend each other. */
  private static final int DEEPEST = 4;

  private static final Set<String> SETTINGS_FOLDERS =
      Set.of("settings", "config", "conf", "configuration");
  private static final Set<String> OF_SETTINGS =
      Set.of("DATABASES", "SECRET_KEY", "MIDDLEWARE", "TEMPLATES", "DEBUG");

  private SettingsModules(Project project) {
    this.project = project;
    this.code = ProjectCode.of(project);
    code.mainModules().stream().filter(this::isSettings).forEach(modules::add);
    for (ProjectFile file : project.files()) {
      if (!file.path().isTest()
          && !isOfTemplate(file)
          && !DevelopmentPath.of(file.path()).isDevelopment()) {
        collectEntries(file);
      }
    }
  }

  /** The settings modules of a project; worked out once. */
  public static SettingsModules of(Project project) {
    return project.knowledge(SettingsModules.class, SettingsModules::new);
  }

  private boolean isSettings(ModuleCode module) {
    if (module.file().path().isBelow(Set.of("migrations")) || isScript(module)) {
      return false;
    }
    boolean binds =
        module.binds("ROOT_URLCONF")
            || (module.binds("INSTALLED_APPS") && !isExportOfLibrary(module));
    return binds || extendsOne(module, 0);
  }

  private boolean extendsOne(ModuleCode module, int depth) {
    return module
        .topLevel()
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .filter(Stmt.Import::isWildcard)
        .flatMap(each -> code.module(module, each.level(), each.module()).stream())
        .anyMatch(
            base ->
                base.binds("INSTALLED_APPS")
                    || base.binds("ROOT_URLCONF")
                    || (depth < DEEPEST && extendsOne(base, depth + 1)));
  }

  /** A file that is run itself hands its names to settings.configure() or to a test run. */
  private static boolean isScript(ModuleCode module) {
    return module.mentions("__main__");
  }

  /** A package may export the list of its applications for the settings of others. */
  private static boolean isExportOfLibrary(ModuleCode module) {
    return module.file().name().equals("__init__.py")
        && !module.file().path().isBelow(SETTINGS_FOLDERS)
        && OF_SETTINGS.stream().noneMatch(module::binds);
  }

  private void collectEntries(ProjectFile file) {
    if (Set.of("wsgi.py", "asgi.py").contains(file.name())) {
      code.module(file).ifPresent(this::collectFromCode);
    } else if (DEPLOYMENT.matcher(file.toString()).matches()
        && !file.toString().matches("(?i).*(?:override|\\bdev|local|test).*")) {
      file.text()
          .filter(text -> !(file.name().contains("compose") && LOCAL_SERVER.matcher(text).find()))
          .ifPresent(text -> collectFromText(file, text));
    }
  }

  private void collectFromCode(ModuleCode module) {
    module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(each -> each instanceof Expr.Call call && call.name().equals("setdefault"))
        .map(each -> ((Expr.Call) each).positional())
        .filter(
            arguments ->
                arguments.size() == 2
                    && arguments.get(0) instanceof Expr.Text name
                    && name.value().equals(VARIABLE)
                    && arguments.get(1) instanceof Expr.Text)
        .forEach(
            arguments ->
                entries.add(
                    new Entry(
                        module.file(),
                        arguments.get(1).place(),
                        ((Expr.Text) arguments.get(1)).value(),
                        true)));
  }

  private void collectFromText(ProjectFile file, String text) {
    List<String> lines = text.lines().toList();
    boolean isBuildStep = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean goesOn = i > 0 && lines.get(i - 1).stripTrailing().endsWith("\\");
      // What a RUN of a Dockerfile sets is gone when the image is built.
      isBuildStep = goesOn ? isBuildStep : lines.get(i).matches("(?i)\\s*RUN\\s.*");
      Matcher assignment = ASSIGNMENT.matcher(lines.get(i));
      boolean isComment = lines.get(i).stripLeading().startsWith("#");
      if (assignment.find() && !isComment && !isBuildStep) {
        entries.add(
            new Entry(
                file,
                Place.inLine(i + 1, assignment.start(1), assignment.group(1).length()),
                assignment.group(1),
                false));
      }
    }
  }

  public List<ModuleCode> all() {
    return modules;
  }

  /** The places that name a settings module for servers. */
  public List<Entry> entries() {
    return entries;
  }

  /** The project's module with a dotted name. */
  public Optional<ModuleCode> named(String dotted) {
    String path = "/" + dotted.replace('.', '/');
    return modules.stream()
        .filter(
            module -> {
              String file = "/" + module.file();
              return file.endsWith(path + ".py") || file.endsWith(path + "/__init__.py");
            })
        .findFirst();
  }

  /** What a module's settings are in the end. */
  public EffectiveSettings effective(ModuleCode module) {
    return effective.computeIfAbsent(module, key -> EffectiveSettings.of(key, code));
  }

  /**
   * The settings that the servers run with: those that entry points name, else those whose name
   * says production, else the only ones.
   *
   * @param configured dotted names that a user configured, separated by commas; may be empty
   */
  public List<EffectiveSettings> production(String configured) {
    Set<ModuleCode> found = new LinkedHashSet<>();
    if (!configured.isBlank()) {
      for (String name : configured.split(",")) {
        named(name.trim()).ifPresent(found::add);
      }
      return found.stream().map(this::effective).toList();
    }
    if (!isDeployed()) {
      return List.of();
    }
    // A variable that a deployment sets counts more than the default of an entry point.
    entries.stream()
        .sorted(Comparator.comparing(Entry::isCode))
        .filter(entry -> !entry.namesDevelopment())
        .flatMap(entry -> named(entry.module()).stream())
        .filter(SettingsModules::mayBeProduction)
        .forEach(found::add);
    addExtended(found);
    if (found.isEmpty()) {
      modules.stream()
          .filter(module -> PRODUCTION.matcher(lastName(module)).matches())
          .filter(SettingsModules::mayBeProduction)
          .forEach(found::add);
    }
    if (found.isEmpty() && modules.size() == 1) {
      modules.stream().filter(SettingsModules::mayBeProduction).forEach(found::add);
    }
    return found.stream().map(this::effective).toList();
  }

  /**
   * What an entry point names may only be the base that developers and servers share: where modules
   * for both of them extend it, the one for servers counts.
   */
  private void addExtended(Set<ModuleCode> found) {
    Set<ModuleCode> deployed =
        entries.stream()
            .filter(entry -> !entry.isCode())
            .flatMap(entry -> named(entry.module()).stream())
            .collect(Collectors.toSet());
    for (ModuleCode base : List.copyOf(found)) {
      List<ModuleCode> extending =
          modules.stream()
              .filter(module -> module != base && effective(module).modules().contains(base))
              .toList();
      List<ModuleCode> forServers =
          extending.stream()
              .filter(
                  module ->
                      found.contains(module) || PRODUCTION.matcher(lastName(module)).matches())
              .filter(SettingsModules::mayBeProduction)
              .toList();
      boolean isShared =
          extending.stream().anyMatch(each -> DEVELOPMENT.matcher(lastName(each)).matches());
      if (!deployed.contains(base) && isShared && !forServers.isEmpty()) {
        found.remove(base);
        found.addAll(forServers);
      }
    }
  }

  /**
   * Those of {@link #production} that visitors depend on: what only a server for developers runs
   * has neither https nor visitors.
   *
   * @param configured dotted names that a user configured, separated by commas; may be empty
   */
  public List<EffectiveSettings> forVisitors(String configured) {
    List<EffectiveSettings> all = production(configured);
    return configured.isBlank()
        ? all.stream().filter(each -> !isServedLocally(each.module())).toList()
        : all;
  }

  private boolean isServedLocally(ModuleCode module) {
    return ServedLocally.of(RepositoryParts.of(project).of(module.file()), project).only();
  }

  /** A library has settings only to test itself. */
  private boolean isDeployed() {
    return project.files().stream()
        .anyMatch(
            file ->
                !file.path().isTest()
                    && (Set.of("wsgi.py", "asgi.py", "Procfile", "manage.py").contains(file.name())
                        || file.name().startsWith("Dockerfile")));
  }

  private static boolean mayBeProduction(ModuleCode module) {
    return !DevelopmentPath.of(module.file().path()).isDevelopment()
        && !isOfTemplate(module.file());
  }

  /** What {@code startproject} makes a project of: whoever starts one decides how it runs. */
  private static boolean isOfTemplate(ProjectFile file) {
    return file.path().isBelow(Set.of(PLACEHOLDER)) || file.toString().contains("{{");
  }

  private static String lastName(ModuleCode module) {
    return module.file().name().replaceFirst("\\.py$", "");
  }
}
