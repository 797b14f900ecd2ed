package org.pyreview.frameworks.ci;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.RepositoryParts;

/**
 * The linters and formatters of a project's Python code.
 *
 * @param configured names of those that some file of the project configures or calls
 * @param areAutomatic whether CI or pre-commit runs one
 */
public record QualityTools(Set<String> configured, boolean areAutomatic) {

  private static final List<String> TOOLS =
      List.of("ruff", "flake8", "pylint", "pycodestyle", "black", "yapf", "autopep8", "prospector");
  private static final Pattern OWN_FILE =
      Pattern.compile(
          "\\.?(ruff)\\.toml|\\.(flake8)|\\.?(pylint)rc|\\.style\\.(yapf)|\\.(prospector)\\.ya?ml");
  private static final Pattern PLACES =
      Pattern.compile(
          "pyproject\\.toml|setup\\.cfg|tox\\.ini|noxfile\\.py|[Mm]akefile|justfile|Taskfile\\.ya?ml|tasks\\.py|package\\.json|lefthook\\.ya?ml");
  private static final Pattern HOOKS =
      Pattern.compile(
          "\\.pre-commit-config\\.ya?ml|lefthook\\.ya?ml|\\.husky/.*|\\.trunk/trunk\\.ya?ml");
  private static final Pattern ANY =
      Pattern.compile(
          "\\b(?:"
              + String.join("|", TOOLS)
              + ")\\b|super-linter|megalinter|\\btrunk check\\b|(?i)qodana|sonar(?:qube|cloud|source)?[-/]scan|sonar-scanner|codacy|deepsource|codeclimate");

  /** Of services that look at each change once they are allowed to. */
  private static final Pattern OF_SERVICE =
      Pattern.compile(
          "qodana\\.ya?ml|\\.deepsource\\.toml|\\.codacy\\.ya?ml|\\.codeclimate\\.yml|\\.sourcery\\.yaml|sonar-project\\.properties");

  /** Those of a project. */
  public static QualityTools of(Project project) {
    Set<String> configured = new TreeSet<>();
    RepositoryParts parts = RepositoryParts.of(project);
    boolean isAutomatic =
        CiWorkflow.of(project).stream()
            .anyMatch(workflow -> workflow.runs(ANY) || workflow.isOpen());
    for (RepositoryFile file : RepositoryFile.of(project)) {
      String path = file.toString();
      boolean isHook = HOOKS.matcher(path).matches();
      isAutomatic |= OF_SERVICE.matcher(file.name()).matches();
      boolean isOfPart = parts.of(file.path()).folder().equals(folder(path));
      if (isHook || (isOfPart && PLACES.matcher(file.name()).matches())) {
        String text = withoutComments(file.text().orElse(""));
        TOOLS.stream().filter(tool -> mentions(text, tool, file)).forEach(configured::add);
        // A link to hooks that lie elsewhere may run any.
        isAutomatic |=
            isHook && (ANY.matcher(text).find() || (isOfPart && isElsewhere(file, text)));
      }
      var own = OWN_FILE.matcher(file.name());
      if (own.matches()) {
        for (int i = 1; i <= own.groupCount(); i++) {
          Stream.ofNullable(own.group(i)).forEach(configured::add);
        }
      }
    }
    return new QualityTools(configured, isAutomatic);
  }

  private static boolean isElsewhere(RepositoryFile file, String text) {
    return file.name().startsWith(".pre-commit") && !text.contains("repos");
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** A configuration or a call; a requirement alone runs nothing. */
  private static boolean mentions(String text, String tool, RepositoryFile file) {
    String pattern =
        switch (file.name()) {
          case "pyproject.toml" -> "(?m)^\\[tool\\." + tool + "\\b|=\\s*[\"'\\[].*\\b" + tool + " ";
          case "setup.cfg" -> "(?m)^\\[" + tool + "\\b";
          default -> "(?m)^\\[" + tool + "\\b|\\b" + tool + "\\b";
        };
    return Pattern.compile(pattern).matcher(text).find();
  }

  private static String withoutComments(String text) {
    return text.replaceAll("(?m)^[ \\t]*+#.*$", "");
  }
}
