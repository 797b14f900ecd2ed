package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.files.Pyproject;
import org.pyreview.project.files.RequirementsFile;

/**
 * What a pyproject.toml or Pipfile of the application needs when it runs, paths and parts of a
 * workspace left out.
 *
 * @param place the line that begins the list
 */
public record DeclaredDependencies(RepositoryFile file, Place place, List<Dependency> all) {

  /**
   * One of them.
   *
   * @param name normalised
   * @param isPinned whether exactly one version will do
   */
  public record Dependency(String name, Place place, boolean isPinned) {}

  private static final Pattern HEAD =
      Pattern.compile(
          "\\s*(?:dependencies\\s*=|\\[tool\\.poetry\\.dependencies\\]|\\[packages\\]).*");

  /** Those of a project. */
  public static List<DeclaredDependencies> of(Project project) {
    List<DeclaredDependencies> found = new ArrayList<>();
    for (String folder : ApplicationFolders.of(project).paths()) {
      for (String name : List.of("pyproject.toml", "Pipfile")) {
        Optional<ProjectFile> file = project.file(folder + name);
        Optional<Pyproject> toml = file.flatMap(Pyprojects.of(project)::read);
        if (toml.isPresent() && !toml.get().hasDynamicDependencies()) {
          read(file.get(), toml.get(), project).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<DeclaredDependencies> read(
      ProjectFile file, Pyproject toml, Project project) {
    List<Dependency> all = new ArrayList<>();
    List<String> lines = file.text().stream().flatMap(String::lines).toList();
    toml.texts("project.dependencies")
        .filter(each -> !each.contains("@") && !each.contains(";"))
        .filter(each -> !toml.has("tool.uv.sources.\"" + name(each) + "\""))
        .forEach(
            each ->
                all.add(
                    new Dependency(
                        RequirementsFile.normalized(name(each)),
                        place(lines, name(each)),
                        each.contains("=="))));
    Stream.of("tool.poetry.dependencies", "packages")
        .forEach(
            key ->
                toml.entries(key)
                    .filter(each -> !each.getKey().equals("python"))
                    .filter(each -> isFromIndex(each.getValue()))
                    .forEach(
                        each ->
                            all.add(
                                new Dependency(
                                    RequirementsFile.normalized(each.getKey()),
                                    place(lines, each.getKey()),
                                    each.getValue().matches("=?=?\\d[\\w.]*")))));
    return all.isEmpty()
        ? Optional.empty()
        : RepositoryFile.of(project).stream()
            .filter(each -> each.toString().equals(file.toString()))
            .findFirst()
            .map(each -> new DeclaredDependencies(each, head(lines), all));
  }

  private static boolean isFromIndex(String version) {
    return !version.matches("(?s).*\\b(?:path|git|url|file|optional|markers)\\b.*");
  }

  private static String name(String requirement) {
    return requirement.strip().split("[\\s\\[<>=!~;@(]", 2)[0];
  }

  private static Place head(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (HEAD.matcher(lines.get(i)).matches()) {
        String line = lines.get(i);
        int end = line.indexOf('=') > 0 ? line.indexOf('=') : line.indexOf(']') + 1;
        return Place.inLine(i + 1, 0, line.substring(0, end).stripTrailing().length());
      }
    }
    return Place.firstLine(String.join("\n", lines));
  }

  private static Place place(List<String> lines, String name) {
    Pattern written =
        Pattern.compile("(?:^|[\"'\\s])(" + Pattern.quote(name) + ")(?=[\\s\\[<>=!~;(\"'])");
    for (int i = 0; i < lines.size(); i++) {
      Matcher found = written.matcher(lines.get(i));
      if (found.find() && !lines.get(i).matches("\\s*(?:name|#).*")) {
        return Place.inLine(i + 1, found.start(1), name.length());
      }
    }
    return head(lines);
  }
}
