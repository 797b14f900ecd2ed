package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.files.IniFile;
import org.pyreview.project.files.Pyproject;

/**
 * The files that working on a project makes, in groups, as far as the project makes them at all.
 */
public final class PythonArtifacts {

  private static final String[] READS_ENV_FILE = {
    "load_dotenv", "dotenv", "decouple", "env_file", "read_env"
  };
  private static final Pattern COVERAGE =
      Pattern.compile(
          "(?m)^[ \\t]*+\\[(?:tool\\.coverage|tool:coverage|coverage:|run\\])|pytest-cov|--cov\\b");
  private static final List<String> COVERAGE_FILES =
      List.of("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", ".coveragerc");
  private static final Pattern NAME = Pattern.compile("\\bname\\s*=\\s*[\"']([\\w.-]+)[\"']");

  private static final Pattern BY_HAND =
      Pattern.compile(
          "(?i)(?:[^/]*makefile|justfile|taskfile\\.ya?ml|tox\\.ini|noxfile\\.py|[^/]+\\.(?:md|rst|sh)|docs?/.*)");
  private static final Pattern BUILDS =
      Pattern.compile(
          "python\\S* -m build\\b|\\b(?:uv|poetry|hatch|flit|pdm) (?:build|publish)\\b|\\bpyproject-build\\b|\\bsdist\\b|bdist_wheel|gh-action-pypi-publish|\\btwine upload\\b");

  /** From the folder itself; setuptools leaves what it knows about the package there. */
  private static final Pattern INSTALLS =
      Pattern.compile(
          "\\bpip[\\d.]* install (?:-\\S+ )*(?:-e ?|--editable[ =])?[\"']?\\.(?:\\[[\\w, -]+\\])?[\"']?(?:\\s|`|$)|\\bsetup\\.py (?:develop|install|build)\\b|\\buv (?:sync|run)\\b");

  private static final Pattern MANIFEST =
      Pattern.compile("requirements.*\\.(?:txt|in)|pyproject\\.toml|Pipfile|setup\\.py");
  private static final Predicate<String> OTHER_BACKEND =
      Pattern.compile("setuptools.*").asMatchPredicate().negate();
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "\\.env\\.(?:example|sample|template|dist)|(?:example|sample|template)\\.env");

  private PythonArtifacts() {}

  /**
   * A group of files.
   *
   * @param name of the group
   * @param paths of files that it may have
   * @param isAlternative whether one of the paths is enough
   * @param lines what to write into .gitignore
   */
  public record Group(String name, List<String> paths, boolean isAlternative, String lines) {}

  /** The groups that a project makes. */
  public static List<Group> of(Project project) {
    List<Group> groups = new ArrayList<>();
    groups.add(
        new Group(
            "bytecode",
            List.of(mainPackage(project) + "__pycache__/m.cpython-312.pyc"),
            false,
            "__pycache__/"));
    groups.add(new Group("environment", environments(project), true, ".venv/"));
    // Where the file is committed, another rule says so, and ignoring it changes nothing.
    if (readsEnvironmentFile(project) && project.text(".env").isEmpty()) {
      groups.add(new Group("secrets", List.of(".env"), false, ".env"));
    }
    if (measuresCoverage(project)) {
      groups.add(new Group("coverage", List.of(".coverage"), false, ".coverage"));
    }
    Optional<String> distribution = distribution(project);
    if (distribution.isPresent()) {
      if (isDone(BUILDS, project)) {
        groups.add(new Group("build", List.of("dist/x-1.0.whl"), false, "dist/"));
      }
      if (isBuiltBySetuptools(project) && (isDone(BUILDS, project) || isDone(INSTALLS, project))) {
        String info = distribution.get() + ".egg-info/PKG-INFO";
        groups.add(new Group("build", List.of(info), false, "*.egg-info/"));
      }
    }
    if (names(project, "db.sqlite3")) {
      groups.add(new Group("data", List.of("db.sqlite3"), false, "db.sqlite3"));
    }
    return groups;
  }

  /** Where a virtual environment may be made: beside the files that declare packages. */
  private static List<String> environments(Project project) {
    return project.files().stream()
        .filter(file -> MANIFEST.matcher(file.name()).matches() && !file.path().isTest())
        .map(ProjectFile::folder)
        .collect(Collectors.collectingAndThen(Collectors.toSet(), PythonArtifacts::withRoot))
        .flatMap(folder -> Stream.of(".venv", "venv", "env").map(name -> folder + name))
        .map(folder -> folder + "/pyvenv.cfg")
        .toList();
  }

  private static Stream<String> withRoot(Set<String> folders) {
    return Stream.concat(Stream.of(""), folders.stream().filter(each -> !each.isEmpty()).sorted());
  }

  /** Whether something tells developers to; what only CI does leaves nothing on their machines. */
  private static boolean isDone(Pattern command, Project project) {
    return RepositoryFile.of(project, path -> BY_HAND.matcher(path.toString()).matches()).stream()
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> command.matcher(text).find());
  }

  private static boolean isBuiltBySetuptools(Project project) {
    return project.file("setup.py").isPresent()
        || project
            .file("pyproject.toml")
            .flatMap(Pyprojects.of(project)::read)
            .filter(toml -> toml.texts("build-system.build-backend").noneMatch(OTHER_BACKEND))
            .isPresent();
  }

  /** The folder of the first package; empty text for the root. */
  private static String mainPackage(Project project) {
    return project.files().stream()
        .filter(file -> file.name().equals("__init__.py") && !file.path().isTest())
        .map(ProjectFile::folder)
        .findFirst()
        .orElse("");
  }

  private static boolean names(Project project, String... texts) {
    return ProjectCode.of(project).mainModules().stream()
        .anyMatch((ModuleCode module) -> module.mentions(texts));
  }

  /** Whether the code of a project reads variables from a file, or has an example of one. */
  public static boolean readsEnvironmentFile(Project project) {
    return names(project, READS_ENV_FILE) || examples(project).anyMatch(String::isEmpty);
  }

  /** The folders with an example of a file of variables; empty text for the root. */
  public static Stream<String> examples(Project project) {
    return project.files().stream()
        .filter(file -> EXAMPLE.matcher(file.name()).matches() && !file.path().isTest())
        .map(ProjectFile::folder)
        .distinct();
  }

  private static boolean measuresCoverage(Project project) {
    return COVERAGE_FILES.stream()
        .flatMap(name -> project.file(name).stream())
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> COVERAGE.matcher(text).find());
  }

  /** The name that a build gives its files. */
  private static Optional<String> distribution(Project project) {
    Optional<String> declared =
        project
            .file("pyproject.toml")
            .flatMap(Pyprojects.of(project)::read)
            .filter(Pyproject::isPackage)
            .flatMap(
                toml ->
                    toml.texts("project.name")
                        .findFirst()
                        .or(() -> toml.texts("tool.poetry.name").findFirst()));
    return declared
        .or(
            () ->
                project
                    .file("setup.cfg")
                    .flatMap(ProjectFile::text)
                    .map(IniFile::parse)
                    .map(ini -> ini.section("metadata").get("name"))
                    .filter(name -> project.file("setup.py").isPresent()))
        .or(
            () ->
                project
                    .file("setup.py")
                    .flatMap(ProjectFile::text)
                    .map(
                        text -> {
                          Matcher name = NAME.matcher(text);
                          return name.find() ? name.group(1) : "package";
                        }))
        .map(name -> name.replace('-', '_'));
  }
}
