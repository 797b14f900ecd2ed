package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.environment.PythonArtifacts;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.files.DockerIgnore;

/**
 * The files that a build of an image can copy.
 *
 * @param folder path of the folder with a slash at its end; empty for the root
 * @param filter what keeps files out; empty if nothing does
 * @param environmentFiles the files with variables that developers keep there, from the folder
 * @param hasEnvironment whether developers keep a virtual environment there
 */
public record BuildContext(
    String folder,
    Optional<DockerIgnore> filter,
    List<String> environmentFiles,
    boolean hasEnvironment) {

  private static final Pattern ENVIRONMENT = Pattern.compile("(?<![\\w/])\\.venv\\b");

  /** The context of a build. */
  public static BuildContext of(ImageBuild build, Project project) {
    String folder = folder(build, project);
    Optional<DockerIgnore> filter =
        Stream.of(build.file() + ".dockerignore", folder + ".dockerignore")
            .flatMap(name -> project.text(name).stream())
            .findFirst()
            .map(DockerIgnore::parse);
    List<String> files =
        Stream.concat(
                worksWithEnvironmentFile(project) ? Stream.of("") : Stream.empty(),
                PythonArtifacts.examples(project))
            .filter(each -> each.startsWith(folder))
            .map(each -> each.substring(folder.length()) + ".env")
            .distinct()
            .toList();
    boolean hasEnvironment =
        Mentions.of(project).areInDocuments(ENVIRONMENT)
            || project.existsOnDisk("uv.lock")
            || build.file().mentions(".venv");
    return new BuildContext(folder, filter, files, hasEnvironment);
  }

  /**
   * Its folder with a slash at its end: what services build from, or where all lies that the
   * Dockerfile copies, or the folder of a project of its own, or else the root.
   */
  private static String folder(ImageBuild build, Project project) {
    List<String> told = ComposeService.contextsOf(build.file(), project);
    if (told.size() == 1) {
      return told.get(0).isEmpty() ? "" : told.get(0) + "/";
    }
    String own = build.file().folder();
    List<String> sources = build.copiedPaths();
    boolean isOwn =
        sources.isEmpty()
            ? RepositoryParts.of(project).of(build.file()).folder().equals(own)
            : sources.stream().allMatch(each -> isThere(own + each, project));
    return isOwn ? own : "";
  }

  private static boolean isThere(String path, Project project) {
    return project.file(path).isPresent()
        || project.files().stream().anyMatch(file -> file.folder().startsWith(path + "/"));
  }

  private static boolean worksWithEnvironmentFile(Project project) {
    return PythonArtifacts.readsEnvironmentFile(project)
        || GitIgnore.of(project).ignoresFile(".env");
  }

  /** Whether of what leaks something is there: bytecode harms nobody, and the rest has to be. */
  public boolean isHarmful(List<String> leaking) {
    return leaking.stream()
        .anyMatch(each -> !each.equals("__pycache__") && (hasEnvironment || !each.equals(".venv")));
  }

  public boolean isFiltered() {
    return filter.isPresent();
  }

  /** What of these gets into the context, in this order. */
  public List<String> leaking(Set<String> required) {
    List<String> found = new ArrayList<>();
    environmentFiles.forEach(path -> add(".env", path, path, required, found));
    if (folder.isEmpty()) {
      add(".git", ".git", ".git/HEAD", required, found);
    }
    add(".venv", ".venv", ".venv/pyvenv.cfg", required, found);
    add("__pycache__", "__pycache__", "pkg/__pycache__/m.cpython-312.pyc", required, found);
    return found;
  }

  private void add(
      String group, String name, String probe, Set<String> required, List<String> found) {
    boolean isOpen = filter.filter(each -> each.ignores(probe)).isEmpty();
    if (required.contains(group) && isOpen) {
      found.add(name);
    }
  }
}
