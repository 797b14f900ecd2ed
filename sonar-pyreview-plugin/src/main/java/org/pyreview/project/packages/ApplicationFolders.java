package org.pyreview.project.packages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.files.Pyproject;
import org.pyreview.python.ModulePath;

/**
 * Where the manifests of the application lie that a repository is about: at its root, or beside a
 * front end in folders that are deployed, where the root declares nothing to install.
 *
 * @param paths with a slash at their ends; the root is empty
 */
public record ApplicationFolders(List<String> paths) {

  private static final Pattern DECLARING =
      Pattern.compile(
          "setup\\.py|setup\\.cfg|Pipfile|[\\w-]*requirements[\\w.-]*\\.(?:txt|in)|requirements/[\\w.-]+\\.(?:txt|in)");

  /** Those of a project; worked out once. */
  public static ApplicationFolders of(Project project) {
    return project.knowledge(ApplicationFolders.class, ApplicationFolders::find);
  }

  private static ApplicationFolders find(Project project) {
    List<String> folders =
        RepositoryParts.of(project).all().stream()
            .filter(part -> isOutermost(part) && !part.isExample())
            .filter(ApplicationFolders::isForProduction)
            .filter(DeployedApplication::isRunFrom)
            .map(RepositoryPart::folder)
            .toList();
    return new ApplicationFolders(
        folders.isEmpty() || isDeclaredAtRoot(project) ? List.of("") : folders);
  }

  private static boolean isDeclaredAtRoot(Project project) {
    return project
            .file("pyproject.toml")
            .flatMap(Pyprojects.of(project)::read)
            .filter(ApplicationFolders::declares)
            .isPresent()
        || project.files().stream().anyMatch(file -> DECLARING.matcher(file.toString()).matches());
  }

  /** The root of a workspace may have tools for developers only. */
  private static boolean declares(Pyproject pyproject) {
    return pyproject.hasDynamicDependencies()
        || pyproject.runtimeDependencies().findFirst().isPresent();
  }

  private static boolean isOutermost(RepositoryPart part) {
    return part.enclosing().filter(around -> around.folder().isEmpty()).isPresent();
  }

  private static boolean isForProduction(RepositoryPart part) {
    return !part.folder().contains("{{")
        && !DevelopmentPath.of(ModulePath.of(part.folder() + "pyproject.toml")).isDevelopment();
  }

  /**
   * The path of a file from the folder of an application that it lies in.
   *
   * @return empty for a file that lies in none
   */
  Optional<String> within(ProjectFile file) {
    return paths.stream()
        .filter(file.toString()::startsWith)
        .map(folder -> file.toString().substring(folder.length()))
        .findFirst();
  }
}
