package org.pyreview.project.packages;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.files.RequirementsFile;

/**
 * A file that fixes the versions of everything a project installs.
 *
 * @param names normalised names of what it fixes
 */
public record LockFile(RepositoryFile file, Set<String> names) {

  private static final List<String> FILES =
      List.of("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "pixi.lock");

  /** In TOML each package has a table with its name, in JSON a key. */
  private static final Pattern NAME =
      Pattern.compile("(?m)^[ \\t]*+name = \"([^\"]+)\"|^\\s{8}\"([\\w.-]+)\": \\{");

  /** The lock file beside a manifest, or at the root. */
  public static Optional<LockFile> of(RepositoryFile manifest) {
    String folder =
        manifest.toString().substring(0, manifest.toString().length() - manifest.name().length());
    List<RepositoryFile> all = RepositoryFile.of(manifest.project());
    for (String prefix : folder.isEmpty() ? List.of("") : List.of(folder, "")) {
      for (String name : FILES) {
        Optional<RepositoryFile> found =
            all.stream().filter(file -> file.toString().equals(prefix + name)).findFirst();
        if (found.isPresent()) {
          return Optional.of(new LockFile(found.get(), names(found.get().text().orElse(""))));
        }
      }
    }
    return Optional.empty();
  }

  /** The lock file beside a manifest, or at the root. */
  public static Optional<LockFile> of(ProjectFile manifest, Project project) {
    return RepositoryFile.of(project, path -> path.equals(manifest.path())).stream()
        .findFirst()
        .flatMap(LockFile::of);
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(RequirementsFile.normalized(name.group(1) != null ? name.group(1) : name.group(2)));
    }
    return names;
  }

  /** Whether a requirements file beside a manifest, or below it, fixes every version. */
  public static boolean isReplacedByRequirements(Project project) {
    return RepositoryFile.of(project).stream()
        .filter(
            file ->
                file.toString()
                    .matches(
                        "(?:.*/)?(?:[\\w-]*requirements[\\w.-]*|requirements/[\\w.-]+|constraints[\\w.-]*|[\\w-]*lock)\\.txt"))
        .flatMap(file -> file.text().stream())
        .map(RequirementsFile::parse)
        .anyMatch(
            file ->
                !file.requirements().isEmpty()
                    && file.requirements().stream()
                        .allMatch(each -> !each.isRemote() || each.isPinned()));
  }

  /** Whether it knows what it fixes: an unreadable one knows nothing. */
  public boolean isKnown() {
    return !names.isEmpty();
  }
}
