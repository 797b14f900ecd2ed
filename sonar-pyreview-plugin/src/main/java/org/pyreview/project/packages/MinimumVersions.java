package org.pyreview.project.packages;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.files.Pyproject;
import org.pyreview.project.files.RequirementsFile;

/**
 * The oldest versions that a project says it works with, of Python and of what it depends on.
 *
 * @param versions by normalised name; {@code python} is Python itself
 */
public record MinimumVersions(Map<String, Version> versions) {

  private static final String PYTHON = "python";
  private static final Pattern REQUIREMENT =
      Pattern.compile("\\s*([A-Za-z][\\w.-]*)\\s*(?:\\[[^]]*\\])?\\s*\\(?([^;@]*).*");
  private static final Pattern LOWEST =
      Pattern.compile("(?:>=|===?|~=|\\^|~|^\\s*)\\s*v?(\\d++(?:\\.\\d++)*+)");

  /** Those of a project. */
  public static MinimumVersions of(Project project) {
    return project.knowledge(MinimumVersions.class, MinimumVersions::read);
  }

  private static MinimumVersions read(Project project) {
    Map<String, Version> found = new HashMap<>();
    project
        .file("pyproject.toml")
        .flatMap(Pyprojects.of(project)::read)
        .ifPresent(toml -> collect(toml, found));
    for (ProjectFile file : project.files()) {
      if (file.toString()
          .matches("requirements[\\w.-]*\\.(?:txt|in)|requirements/[\\w.-]+\\.(?:txt|in)")) {
        file.text().stream()
            .flatMap(text -> RequirementsFile.parse(text).requirements().stream())
            .forEach(each -> add(each.normalizedName(), String.join(",", each.versions()), found));
      }
    }
    return new MinimumVersions(found);
  }

  private static void collect(Pyproject toml, Map<String, Version> found) {
    toml.texts("project.requires-python").forEach(each -> add(PYTHON, each, found));
    toml.texts("project.dependencies")
        .map(REQUIREMENT::matcher)
        .filter(Matcher::matches)
        .forEach(each -> add(each.group(1), each.group(2), found));
    toml.entries("tool.poetry.dependencies")
        .forEach(each -> add(each.getKey(), each.getValue(), found));
  }

  /** The lowest of several counts. */
  private static void add(String name, String specification, Map<String, Version> found) {
    Matcher lowest = LOWEST.matcher(specification);
    if (lowest.find()) {
      Version.of(lowest.group(1))
          .ifPresent(
              version ->
                  found.merge(
                      RequirementsFile.normalized(name),
                      version,
                      (one, other) -> one.compareTo(other) <= 0 ? one : other));
    }
  }

  /** The oldest version of a product; empty if nothing says it. */
  public Optional<Version> of(String product) {
    return Optional.ofNullable(versions.get(RequirementsFile.normalized(product)));
  }
}
