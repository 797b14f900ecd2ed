package org.pyreview.project.packages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.files.Pyproject;
import org.pyreview.project.files.RequirementsFile;

/** Where a project says that it needs a package when it runs. */
public record DependencyLine(ProjectFile file, Place place) {

  private static final Pattern REQUIREMENTS =
      Pattern.compile(
          "(?:requirements/)?(?:[\\w-]*requirements(?:[-_.](?:base|prod|production))?|base|prod|production|main)\\.(?:txt|in)");

  private static final String VIA = "via";

  /** A file that the project itself asks for packages with. */
  private static final Pattern DIRECT =
      Pattern.compile("^-[rc]\\b|\\(|\\.(?:in|txt|toml|cfg|py)\\b");

  private record Written(ProjectFile file, List<RequirementsFile.Requirement> requirements) {}

  private record All(List<Written> files) {}

  /** The requirement files of production; read once. */
  private static All read(Project project) {
    ApplicationFolders folders = ApplicationFolders.of(project);
    return new All(
        project.files().stream()
            .filter(file -> !DevelopmentPath.of(file.path()).isDevelopment())
            .filter(
                file ->
                    folders
                        .within(file)
                        .filter(path -> REQUIREMENTS.matcher(path).matches())
                        .isPresent())
            .flatMap(
                file ->
                    file
                        .plainText()
                        .map(text -> new Written(file, RequirementsFile.parse(text).requirements()))
                        .stream())
            .toList());
  }

  /**
   * The first such place.
   *
   * @param distribution its normalised name
   */
  public static Optional<DependencyLine> of(String distribution, Project project) {
    for (Written file : project.knowledge(All.class, DependencyLine::read).files()) {
      Optional<Place> place =
          file.requirements().stream()
              .filter(each -> each.normalizedName().equals(distribution))
              .map(RequirementsFile.Requirement::place)
              .filter(at -> !isOnlyOfOthers(at, file.file()))
              .findFirst();
      if (place.isPresent()) {
        return Optional.of(new DependencyLine(file.file(), place.get()));
      }
    }
    ApplicationFolders folders = ApplicationFolders.of(project);
    return folders.paths().stream()
        .flatMap(folder -> project.file(folder + "pyproject.toml").stream())
        .filter(
            file ->
                Pyprojects.of(project).read(file).stream()
                    .flatMap(Pyproject::runtimeDependencies)
                    .anyMatch(each -> name(each).equals(distribution)))
        .flatMap(file -> place(file, distribution).stream().map(at -> new DependencyLine(file, at)))
        .findFirst();
  }

  /**
   * Whether the remark that pip-compile and uv leave behind a requirement says that only other
   * packages need it.
   */
  private static boolean isOnlyOfOthers(Place requirement, ProjectFile file) {
    List<String> users =
        file.text().stream()
            .flatMap(String::lines)
            .skip(requirement.line())
            .map(String::strip)
            .dropWhile(line -> line.startsWith("--"))
            .takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).strip())
            .toList();
    return !users.isEmpty()
        && users.get(0).startsWith(VIA)
        && users.stream()
            .map(line -> line.startsWith(VIA) ? line.substring(VIA.length()).strip() : line)
            .noneMatch(line -> DIRECT.matcher(line).find());
  }

  private static String name(String requirement) {
    return RequirementsFile.normalized(requirement.strip().split("[\\s\\[<>=!~;@(]", 2)[0]);
  }

  private static Optional<Place> place(ProjectFile file, String distribution) {
    Pattern written =
        Pattern.compile(
            "(?i)(?:^|[\"'])(" + distribution.replace("-", "[-_.]") + ")(?=[\\s\\[<>=!~;@\"'])");
    List<String> lines = file.text().stream().flatMap(String::lines).toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher name = written.matcher(lines.get(i));
      if (name.find()) {
        return Optional.of(Place.inLine(i + 1, name.start(1), name.group(1).length()));
      }
    }
    return Optional.empty();
  }
}
