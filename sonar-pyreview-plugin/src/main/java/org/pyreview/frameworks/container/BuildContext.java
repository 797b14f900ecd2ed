package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.environment.PythonArtifacts;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.Project;
import org.pyreview.project.files.DockerIgnore;

/**
 * The files that a build of an image can copy.
 *
 * @param filter what keeps files out; empty if nothing does
 * @param environmentFiles the files with variables that developers keep there, from its root
 */
public record BuildContext(Optional<DockerIgnore> filter, List<String> environmentFiles) {

  /** The context of a build: the folder of its Dockerfile, or the root. */
  public static BuildContext of(ImageBuild build, Project project) {
    String folder = build.file().folder();
    List<String> names =
        List.of(build.file() + ".dockerignore", folder + ".dockerignore", ".dockerignore");
    Optional<DockerIgnore> filter =
        names.stream()
            .flatMap(name -> project.text(name).stream())
            .findFirst()
            .map(DockerIgnore::parse);
    List<String> files =
        Stream.concat(
                worksWithEnvironmentFile(project) ? Stream.of("") : Stream.empty(),
                PythonArtifacts.examples(project))
            .map(each -> each + ".env")
            .distinct()
            .toList();
    return new BuildContext(filter, files);
  }

  private static boolean worksWithEnvironmentFile(Project project) {
    return PythonArtifacts.readsEnvironmentFile(project)
        || GitIgnore.of(project).ignoresFile(".env");
  }

  public boolean isFiltered() {
    return filter.isPresent();
  }

  /** What of these gets into the context, in this order. */
  public List<String> leaking(Set<String> required) {
    List<String> found = new ArrayList<>();
    environmentFiles.forEach(path -> add(".env", path, path, required, found));
    add(".git", ".git", ".git/HEAD", required, found);
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
