package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
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
          "(?m)^\\s*\\[(?:tool\\.coverage|tool:coverage|coverage:|run\\])|pytest-cov|--cov\\b");
  private static final List<String> COVERAGE_FILES =
      List.of("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", ".coveragerc");
  private static final Pattern NAME = Pattern.compile("\\bname\\s*=\\s*[\"']([\\w.-]+)[\"']");

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
    groups.add(
        new Group(
            "environment",
            List.of(".venv/pyvenv.cfg", "venv/pyvenv.cfg", "env/pyvenv.cfg"),
            true,
            ".venv/"));
    if (readsEnvironmentFile(project)) {
      groups.add(new Group("secrets", List.of(".env"), false, ".env"));
    }
    if (measuresCoverage(project)) {
      groups.add(new Group("coverage", List.of(".coverage"), false, ".coverage"));
    }
    distribution(project)
        .ifPresent(
            name ->
                groups.add(
                    new Group(
                        "build",
                        List.of("dist/x-1.0.whl", name + ".egg-info/PKG-INFO"),
                        false,
                        "dist/, *.egg-info/")));
    if (names(project, "db.sqlite3")) {
      groups.add(new Group("data", List.of("db.sqlite3"), false, "db.sqlite3"));
    }
    return groups;
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
    return names(project, READS_ENV_FILE)
        || List.of(".env.example", ".env.sample", ".env.template", ".env.dist").stream()
            .anyMatch(name -> project.file(name).isPresent());
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
