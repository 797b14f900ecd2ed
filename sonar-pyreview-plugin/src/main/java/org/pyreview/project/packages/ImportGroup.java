package org.pyreview.project.packages;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.ImportBlock;
import org.pyreview.project.ModuleResolver;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.python.QualifiedName;

/**
 * The groups that imports are sorted into.
 *
 * @see <a href="https://peps.python.org/pep-0008/#imports">PEP 8: imports</a>
 */
public enum ImportGroup {
  FUTURE("__future__"),
  STANDARD("the standard library"),
  FOREIGN("third-party packages"),
  OWN("the project");

  private final String title;

  ImportGroup(String title) {
    this.title = title;
  }

  /** How a message calls it. */
  public String title() {
    return title;
  }

  /** Finds the groups of a project's imports. */
  public static final class Sorter {

    private static final Pattern OWN_ORDER =
        Pattern.compile(
            "(?m)^[ \\t]*+(?:no_sections|no-sections|sections|section-order|force_sort_within_sections|force-sort-within-sections|forced_separate)\\s*=");
    private static final Pattern FOREIGN_NAMES =
        Pattern.compile("known[_-]third[_-]party\\s*=\\s*(\\[[^\\]]*\\]|[^\\n]*)");
    private static final Pattern OWN_NAMES =
        Pattern.compile(
            "(?:known[_-]first[_-]party|application[_-]import[_-]names)\\s*=\\s*(\\[[^\\]]*\\]|[^\\n]*)");
    private static final Pattern OWN_FOLDERS =
        Pattern.compile("(?m)^\\s*(?:src|src[_-]paths)\\s*=\\s*(\\[[^\\]]*\\]|[^\\n]*)");

    /** flake8-import-order knows no folders, only names. */
    private static final String NAMES_ONLY = "import-order-style";

    private static final List<String> CONFIGURATIONS =
        List.of("pyproject.toml", "setup.cfg", "tox.ini", ".isort.cfg", "ruff.toml", ".ruff.toml");

    private final ModuleResolver resolver;
    private final Set<String> own = new HashSet<>();
    private final Set<String> foreign = new HashSet<>();
    private final Set<String> named = new HashSet<>();
    private final Set<String> folders = new HashSet<>(Set.of("", "src/"));
    private boolean isByNameOnly;

    public Sorter(Project project) {
      configurations(project)
          .forEach(
              text -> {
                isByNameOnly |= text.contains(NAMES_ONLY);
                collect(FOREIGN_NAMES, text, "\\W+", foreign);
                collect(OWN_NAMES, text, "\\W+", named);
                Set<String> configured = new HashSet<>();
                collect(OWN_FOLDERS, text, "[^\\w./-]+", configured);
                configured.forEach(
                    each -> folders.add(each.replaceFirst("^\\./", "").replaceFirst("/*$", "/")));
              });
      resolver = new ModuleResolver(project);
      for (ProjectFile file : project.files()) {
        if (CONFIGURATIONS.contains(file.name())) {
          folders.add(file.folder());
          folders.add(file.folder() + "src/");
        }
        if (file.name().endsWith(".py")) {
          List<String> segments = file.path().segments();
          segments.stream().limit(2).forEach(each -> own.add(each.replaceFirst("\\.py$", "")));
        }
      }
    }

    private static void collect(Pattern setting, String text, String between, Set<String> into) {
      Matcher found = setting.matcher(text);
      while (found.find()) {
        into.addAll(List.of(found.group(1).split(between)));
      }
    }

    /** Whether a configuration of the project defines groups or an order of its own. */
    public static boolean isConfigured(Project project) {
      return configurations(project).anyMatch(text -> OWN_ORDER.matcher(text).find());
    }

    private static Stream<String> configurations(Project project) {
      return CONFIGURATIONS.stream()
          .flatMap(name -> project.file(name).stream())
          .flatMap(file -> file.text().stream());
    }

    /** The group of an import; empty where a name may be in two. */
    public Optional<ImportGroup> group(ProjectFile file, ImportBlock.Line line) {
      if (line.level() > 0) {
        return Optional.of(OWN);
      }
      String root = QualifiedName.of(line.module()).firstName();
      if (root.equals("__future__")) {
        return Optional.of(FUTURE);
      }
      if (foreign.contains(root)) {
        return Optional.of(FOREIGN);
      }
      boolean isStandard =
          PythonPackages.known().isStandard(root) && !root.startsWith("_") && !isAmbiguous(root);
      Optional<ProjectFile> module = resolver.resolve(file, 0, line.module());
      boolean isOwn = module.isPresent();
      if (isStandard && (isOwn || own.contains(root))) {
        return Optional.empty();
      }
      if (isOwn) {
        // The sorter takes a package that it doesn't find for one of others.
        return isFound(root, module.get()) ? Optional.of(OWN) : Optional.empty();
      }
      if (own.contains(root) || isAmbiguous(root)) {
        return Optional.empty();
      }
      return Optional.of(isStandard ? STANDARD : FOREIGN);
    }

    private boolean isFound(String root, ProjectFile module) {
      String path = module.toString();
      return named.contains(root)
          || (!isByNameOnly
              && folders.stream()
                  .anyMatch(
                      folder ->
                          path.startsWith(folder + root + "/")
                              || path.equals(folder + root + ".py")));
    }

    /** Packages that every environment has without being Python's. */
    private static boolean isAmbiguous(String root) {
      return Set.of("setuptools", "pkg_resources", "pip", "google", "azure", "zope", "distutils")
          .contains(root);
    }
  }
}
