package org.pyreview.project.packages;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.project.files.CondaEnvironment;
import org.pyreview.project.files.IniFile;
import org.pyreview.project.files.Pyproject;
import org.pyreview.project.files.RequirementsFile;
import org.pyreview.project.files.RequirementsFile.Requirement;
import org.pyreview.project.files.YamlFile;

/** The files in which a project declares what it depends on, by the folder they are for. */
public final class DependencyManifests {

  private static final Pattern REQUIREMENTS =
      Pattern.compile(
          "(?:.*[-_.])?(?:requirements|reqs?|deps|dependencies)(?:[-_.].*)?\\.(?:txt|in)");
  private static final Pattern REQUIREMENTS_FOLDER =
      Pattern.compile("(?:.*/)?(?:requirements|reqs|deps)/(?:[^/]+/)*");
  private static final Set<String> OTHERS =
      Set.of(
          "pyproject.toml",
          "setup.py",
          "setup.cfg",
          "Pipfile",
          "environment.yml",
          "environment.yaml");

  private static final Pattern DEVELOPMENT =
      Pattern.compile(
          "(?i)(?:.*[-_.])?(?:dev|develop|development|tests?|testing|lint|docs?|ci|local|build|typing|style)(?:[-_.].*)?\\.(?:txt|in)");

  private static final Pattern FOR_ALL =
      Pattern.compile(
          "(?i)(?:requirements|reqs?|deps|dependencies|base|common|main|prod(?:uction)?)\\.(?:txt|in)");

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?:\\{%.*%\\})?(?:pyproject\\.toml|setup\\.py|setup\\.cfg|Pipfile|[\\w-]*requirements[\\w.-]*\\.(?:txt|in))(?:\\{%.*%\\})?\\.(?:jinja2?|j2|tmpl|tpl|mustache)");

  private final Project project;
  private static final Pattern DECLARING =
      Pattern.compile(
          "(?m)^\\s*dependencies\\s*=|^\\[tool\\.(?:poetry|pixi|pdm)\\.dependencies\\]|^dynamic\\s*=.*dependencies");

  private final Set<String> foldersOfCode;
  private final Map<String, Manifest> byFolder = new TreeMap<>();

  /**
   * What the code in a folder may use.
   *
   * @param files the files that say so, the most telling first
   * @param names normalised names of distributions
   * @param developmentNames of those that only developing, testing and documenting need
   * @param extras normalised names of those that are asked for
   * @param isOpen whether there may be more that can't be read
   */
  public record Manifest(
      List<ProjectFile> files,
      Set<String> names,
      Set<String> developmentNames,
      Set<String> extras,
      boolean isOpen) {

    /**
     * The file that the dependencies stand in: a pyproject.toml may have the tools' tables alone.
     */
    public ProjectFile declaring() {
      return files.stream()
          .filter(file -> !file.name().equals("pyproject.toml") || declares(file))
          .findFirst()
          .orElse(files.get(0));
    }

    private static boolean declares(ProjectFile pyproject) {
      return pyproject.text().filter(text -> DECLARING.matcher(text).find()).isPresent();
    }

    /** {@code httpx_oauth} comes with {@code fastapi-users[oauth]}. */
    public boolean bringsWithExtra(String module) {
      return Arrays.stream(PythonPackages.normalized(module).split("-"))
          .anyMatch(part -> part.length() > 3 && extras.contains(part));
    }
  }

  private static final class Collected {
    private final List<ProjectFile> files = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> developmentNames = new HashSet<>();
    private final Set<String> extras = new HashSet<>();
    private boolean isOpen;
  }

  private DependencyManifests(Project project) {
    this.project = project;
    this.foldersOfCode = foldersOfCode(project);
    Map<String, Collected> collected = new TreeMap<>();
    for (ProjectFile file : project.files()) {
      if (TEMPLATE.matcher(file.name()).matches()) {
        // A generator writes the manifest; the one above it is for the generator.
        collected.computeIfAbsent(ownerOf(file), key -> new Collected()).isOpen = true;
      } else if (isRequirements(file) || OTHERS.contains(file.name())) {
        String folder = ownerOf(file);
        Collected into = collected.getOrDefault(folder, new Collected());
        // An empty file was left behind by somebody who ran a tool in the wrong folder.
        boolean saysSomething = file.text().filter(text -> !text.isBlank()).isPresent();
        if (saysSomething && read(file, into)) {
          into.files.add(file);
          collected.put(folder, into);
        }
      }
    }
    collected.forEach(
        (folder, each) ->
            byFolder.put(
                folder,
                new Manifest(
                    each.files.stream()
                        .sorted(
                            Comparator.comparing(DependencyManifests::isForDevelopment)
                                .thenComparing(file -> !isForAll(file))
                                .thenComparing(file -> file.path().segments().size())
                                .thenComparing(
                                    Comparator.comparingInt(DependencyManifests::size).reversed()))
                        .toList(),
                    each.names,
                    each.developmentNames,
                    each.extras,
                    each.isOpen)));
  }

  /** The manifests of a project; read once. */
  public static DependencyManifests of(Project project) {
    return project.knowledge(DependencyManifests.class, DependencyManifests::new);
  }

  /** {@code requirements-dev.txt}: what it declares isn't there where the application runs. */
  private static boolean isForDevelopment(ProjectFile file) {
    return DEVELOPMENT.matcher(file.name()).matches();
  }

  /** Not {@code requirements-gpu.txt} and the like, which serve a part of the application. */
  private static boolean isForAll(ProjectFile file) {
    return OTHERS.contains(file.name()) || FOR_ALL.matcher(file.name()).matches();
  }

  /** Of several files that serve a part, the largest is the one that most code needs. */
  private static int size(ProjectFile file) {
    return file.text().map(String::length).orElse(0);
  }

  private static boolean isRequirements(ProjectFile file) {
    boolean isInFolder =
        REQUIREMENTS_FOLDER.matcher(file.folder()).matches()
            && file.name().matches(".*\\.(?:txt|in)");
    return isInFolder || REQUIREMENTS.matcher(file.name()).matches();
  }

  /**
   * The folder a manifest is for: the nearest with code in it, since files in {@code
   * requirements/python3/} or {@code docker/} speak for what lies above them.
   */
  private String ownerOf(ProjectFile file) {
    String folder = file.folder();
    boolean isTemplate = file.toString().contains("{{") || TEMPLATE.matcher(file.name()).matches();
    while (!folder.isEmpty()
        && !isTemplate
        && (REQUIREMENTS_FOLDER.matcher(folder).matches() || !foldersOfCode.contains(folder))) {
      folder = parent(folder);
    }
    return folder;
  }

  private static String parent(String folder) {
    return folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
  }

  private static Set<String> foldersOfCode(Project project) {
    Set<String> folders = new HashSet<>();
    for (ProjectFile file : project.files()) {
      boolean isCode = file.name().endsWith(".py") && !file.name().equals("setup.py");
      String folder = isCode ? file.folder() : "";
      while (!folder.isEmpty() && folders.add(folder)) {
        folder = parent(folder);
      }
    }
    return folders;
  }

  private boolean read(ProjectFile file, Collected into) {
    if (isRequirements(file)) {
      readRequirements(file, into, new HashSet<>());
      return true;
    }
    Optional<String> text = file.text();
    if (text.isEmpty()) {
      into.isOpen = true;
      return true;
    }
    return switch (file.name()) {
      case "pyproject.toml" -> readPyproject(file, into);
      case "setup.cfg" -> readSetupCfg(file, text.get(), into);
      case "setup.py" -> readSetupPy(file, into);
      case "Pipfile" -> {
        Optional<Pyproject> pipfile = Pyprojects.of(project).read(file);
        into.isOpen |= pipfile.isEmpty();
        pipfile.stream().flatMap(Pyproject::pipfilePackages).forEach(each -> add(each, into));
        yield true;
      }
      default -> {
        List<YamlFile.Value> conda = YamlFiles.of(project).documents(file.toString(), text.get());
        into.isOpen |= conda.isEmpty();
        conda.stream()
            .map(CondaEnvironment::of)
            .flatMap(each -> each.requirements().stream())
            .forEach(each -> add(each, into));
        yield true;
      }
    };
  }

  private static void add(String requirement, Collected into) {
    RequirementsFile.parse(requirement).requirements().forEach(each -> addNeeded(each, into));
  }

  private static void addNeeded(Requirement requirement, Collected into) {
    add(requirement, into.names);
    requirement.extras().forEach(each -> into.extras.add(RequirementsFile.normalized(each)));
  }

  /** An extra is called like the package that it brings, as a rule: {@code passlib[bcrypt]}. */
  private static void add(Requirement requirement, Set<String> names) {
    names.add(requirement.distribution());
    requirement.extras().forEach(each -> names.add(RequirementsFile.normalized(each)));
  }

  private void readRequirements(ProjectFile file, Collected into, Set<ProjectFile> seen) {
    Optional<String> text = file.text();
    if (text.isEmpty() || !seen.add(file)) {
      into.isOpen |= text.isEmpty();
      return;
    }
    // A template of some other program.
    into.isOpen |= file.plainText().isEmpty();
    RequirementsFile requirements = RequirementsFile.parse(text.get());
    Stream.concat(requirements.requirements().stream(), requirements.editables())
        .forEach(each -> addNeeded(each, into));
    requirements
        .includedFiles()
        .forEach(
            path ->
                sibling(file, path)
                    .ifPresentOrElse(
                        other -> readRequirements(other, into, seen), () -> into.isOpen = true));
  }

  private Optional<ProjectFile> sibling(ProjectFile file, String path) {
    try {
      Path resolved = Path.of(file.folder()).resolve(path).normalize();
      return project.file(resolved.toString().replace('\\', '/'));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean readPyproject(ProjectFile file, Collected into) {
    Optional<Pyproject> parsed = Pyprojects.of(project).read(file);
    if (parsed.isEmpty()) {
      into.isOpen = true;
      return true;
    }
    Pyproject pyproject = parsed.get();
    pyproject.dependencies().forEach(each -> add(each, into));
    pyproject
        .developmentDependencies()
        .flatMap(each -> RequirementsFile.parse(each).requirements().stream())
        .forEach(each -> add(each, into.developmentNames));
    List<String> files = pyproject.dependencyFiles().toList();
    for (String path : files) {
      sibling(file, path)
          .ifPresentOrElse(
              other -> readRequirements(other, into, new HashSet<>()), () -> into.isOpen = true);
    }
    into.isOpen |= pyproject.hasDynamicDependencies() && files.isEmpty();
    return pyproject.declaresDependencies();
  }

  private boolean readSetupCfg(ProjectFile file, String text, Collected into) {
    IniFile ini = IniFile.parse(text);
    Map<String, String> options = ini.section("options");
    boolean declares = options.containsKey("install_requires");
    Stream.concat(
            Stream.of("install_requires", "setup_requires", "tests_require")
                .map(key -> options.getOrDefault(key, "")),
            ini.section("options.extras_require").values().stream())
        .forEach(
            value -> {
              if (value.startsWith("file:")) {
                for (String path : value.substring(5).split(",")) {
                  sibling(file, path.strip())
                      .ifPresentOrElse(
                          other -> readRequirements(other, into, new HashSet<>()),
                          () -> into.isOpen = true);
                }
              } else {
                value.lines().forEach(each -> add(each, into));
              }
            });
    return declares;
  }

  private boolean readSetupPy(ProjectFile file, Collected into) {
    ProjectCode code = ProjectCode.of(project);
    Optional<ModuleCode> module = code.module(file);
    if (module.isEmpty()) {
      into.isOpen = true;
      return true;
    }
    Constants constants = new Constants(code);
    boolean[] declares = {false};
    module.get().statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(each -> each instanceof Expr.Call call && call.name().equals("setup"))
        .map(Expr.Call.class::cast)
        .forEach(
            call -> {
              into.isOpen |= !call.isWrittenOut();
              for (String key : List.of("install_requires", "setup_requires", "tests_require")) {
                call.named(key)
                    .ifPresent(
                        value -> {
                          declares[0] = true;
                          readList(constants, module.get(), value, into);
                        });
              }
              if (call.named("extras_require").orElse(null) instanceof Expr.Mapping extras) {
                extras
                    .entries()
                    .forEach(each -> readList(constants, module.get(), each.value(), into));
              }
            });
    return declares[0] || into.isOpen;
  }

  /** Whatever isn't written out is read from somewhere. */
  private static void readList(Constants constants, ModuleCode module, Expr value, Collected into) {
    Optional<Object> known = constants.value(module, value);
    if (known.isPresent() && known.get() instanceof List<?> list) {
      list.forEach(each -> add(each.toString(), into));
    } else if (known.isPresent() && known.get() instanceof String text) {
      text.lines().forEach(each -> add(each, into));
    } else {
      value
          .all()
          .filter(Expr.Text.class::isInstance)
          .forEach(each -> add(((Expr.Text) each).value(), into));
      into.isOpen = true;
    }
  }

  /** Whether the project has no manifest at all, not even one that isn't indexed. */
  public boolean areMissing() {
    return byFolder.isEmpty()
        && OTHERS.stream().noneMatch(project::existsOnDisk)
        && Stream.of(
                "requirements.txt", "requirements.in", "requirements", "poetry.lock", "uv.lock")
            .noneMatch(project::existsOnDisk);
  }

  /** The manifest in the folder of a file, or the nearest above it. */
  public Optional<Manifest> nearest(ProjectFile file) {
    String folder = file.folder();
    while (true) {
      Manifest manifest = byFolder.get(folder);
      if (manifest != null || folder.isEmpty()) {
        return Optional.ofNullable(manifest);
      }
      folder = parent(folder);
    }
  }
}
