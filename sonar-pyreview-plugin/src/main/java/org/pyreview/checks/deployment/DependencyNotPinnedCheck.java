package org.pyreview.checks.deployment;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.files.Dockerfile;
import org.pyreview.project.files.Dockerfile.Word;
import org.pyreview.project.files.PipInstall;
import org.pyreview.project.files.Pyproject;
import org.pyreview.project.files.RequirementsFile;
import org.pyreview.project.files.RequirementsFile.Requirement;
import org.pyreview.python.CodeRole;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "dependency-not-pinned")
public class DependencyNotPinnedCheck implements ProjectRule {

  private static final Pattern REQUIREMENTS = Pattern.compile("(?:.*[-_.])?requirements.*\\.txt");
  private static final Pattern CONSTRAINTS = Pattern.compile("(?:.*[-_.])?constraints.*\\.txt");
  private static final Set<CodeRole> NEVER_DEPLOYED =
      EnumSet.of(CodeRole.EXAMPLE, CodeRole.TEST, CodeRole.DEVELOPMENT, CodeRole.SCRIPT);
  private static final List<String> LOCK_FILES =
      List.of("poetry.lock", "uv.lock", "Pipfile.lock", "pdm.lock", "pylock.toml");
  private static final Set<String> TEST_TOOLS = Set.of("pytest", "tox", "nox", "nose2", "twine");

  /** Programs beside the application, whose next version changes nothing in it. */
  private static final Set<String> TOOLS =
      Set.of(
          "build",
          "tox",
          "nox",
          "virtualenv",
          "pipx",
          "supervisor",
          "pre-commit",
          "awscli",
          "pip-tools",
          "pip-audit",
          "debugpy",
          "ipython",
          "coverage",
          "twine");

  private static final Set<String> INSTALLERS =
      Set.of("pip", "setuptools", "wheel", "uv", "poetry");

  @RuleProperty(
      key = "includeDevelopment",
      description = "Also check the requirements of development, tests and documentation",
      defaultValue = "false")
  public boolean includeDevelopment = false;

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    if (!DeployedApplication.of(project).isDeployed()) {
      return;
    }
    List<ProjectFile> production =
        project.files().stream()
            .filter(file -> includeDevelopment || isForProduction(file))
            .toList();
    if (!hasConstraints(project)) {
      review.each(
          production.stream().filter(DependencyNotPinnedCheck::listsRequirements).toList(),
          file -> checkRequirements(file, review));
    }
    Set<String> pinned = pinned(project, file -> true);
    ImageBuild.of(project).stream()
        // An image without files of the project isn't the application's.
        .filter(build -> build.dockerfile().copiesFiles() && production.contains(build.file()))
        .forEach(build -> checkDockerfile(build.file(), build.dockerfile(), pinned, review));
  }

  private static boolean isForProduction(ProjectFile file) {
    return !DevelopmentPath.of(file.path()).isDevelopment()
        && !NEVER_DEPLOYED.contains(CodeRole.of(file.path()))
        && !file.name().matches("(?:.*[-_.])?(?:readthedocs|rtd|sphinx|mkdocs)(?:[-_.].*)?");
  }

  private static boolean listsRequirements(ProjectFile file) {
    return REQUIREMENTS.matcher(file.name()).matches()
        || (file.folder().endsWith("requirements/")
            && file.name().endsWith(".txt")
            && !CONSTRAINTS.matcher(file.name()).matches());
  }

  private static void checkRequirements(ProjectFile file, ProjectReview review) {
    Project project = review.project();
    if (isLocked(file, project) || isReadByPackage(file, project)) {
      return;
    }
    Optional<RequirementsFile> parsed = parse(file);
    List<Requirement> all = parsed.map(RequirementsFile::requirements).orElse(List.of());
    if (parsed.filter(DependencyNotPinnedCheck::isForDevelopers).isPresent()) {
      return;
    }
    // name[extra] below name==1.0 gets that version as well.
    Set<String> pinned =
        all.stream()
            .filter(Requirement::isPinned)
            .map(Requirement::normalizedName)
            .collect(Collectors.toSet());
    Set<String> packaged = declaredByPackage(file, project);
    List<Requirement> unpinned =
        all.stream()
            .filter(each -> each.isRemote() && !each.isPinned() && !isSeries(each))
            .filter(each -> each.name().isEmpty() || !pinned.contains(each.normalizedName()))
            .filter(each -> !packaged.contains(inMetadata(each)))
            .toList();
    if (unpinned.isEmpty() || isConstrained(unpinned, file, review.project())) {
      return;
    }
    report(
        file,
        unpinned.stream().map(Requirement::place).toList(),
        unpinned.get(0).label(),
        unpinned.get(0).url().isPresent() ? "a commit, tag or hash" : "==",
        review);
  }

  /** {@code Django~=5.2.1}, {@code >=5.2,<5.3}: patches of a series are wanted. */
  private static boolean isSeries(Requirement requirement) {
    List<String> versions = requirement.versions();
    return versions.stream()
            .anyMatch(each -> each.matches("~=\\d+\\.\\d+\\..*|==\\d+\\.\\d+\\.\\*"))
        || (versions.stream().anyMatch(each -> each.startsWith("<"))
            && versions.stream().anyMatch(each -> each.startsWith(">")));
  }

  /** An environment to work in: the project itself as source, and tools for tests. */
  private static boolean isForDevelopers(RequirementsFile file) {
    return file.editables().findAny().isPresent()
        && file.requirements().stream()
            .anyMatch(each -> TEST_TOOLS.contains(each.normalizedName()));
  }

  /** What a package declares has to fit other packages: its setup.py or pyproject.toml reads it. */
  private static boolean isReadByPackage(ProjectFile file, Project project) {
    boolean isReadBySetup =
        project
            .text(file.folder() + "setup.py")
            .filter(text -> text.contains("install_requires") && text.contains(file.name()))
            .isPresent();
    return isReadBySetup
        || project
            .file(file.folder() + "pyproject.toml")
            .flatMap(Pyprojects.of(project)::read)
            .stream()
            .flatMap(Pyproject::dependencyFiles)
            .anyMatch(file.name()::equals);
  }

  /** What the package says of itself, which its file of requirements says once more. */
  private static Set<String> declaredByPackage(ProjectFile file, Project project) {
    return Stream.of(file.folder() + "pyproject.toml", "pyproject.toml")
        .distinct()
        .flatMap(path -> project.file(path).stream())
        .flatMap(each -> Pyprojects.of(project).read(each).stream())
        .filter(Pyproject::isPackage)
        .flatMap(Pyproject::dependencies)
        .flatMap(each -> RequirementsFile.parse(each).requirements().stream())
        .map(DependencyNotPinnedCheck::inMetadata)
        .collect(Collectors.toSet());
  }

  private static String inMetadata(Requirement requirement) {
    return requirement.normalizedName()
        + requirement.versions().stream().sorted().collect(Collectors.joining(","));
  }

  /** Whether a file of constraints is the place for versions. */
  private static boolean hasConstraints(Project project) {
    return project.files().stream()
        .filter(file -> CONSTRAINTS.matcher(file.name()).matches())
        .flatMap(file -> parse(file).stream())
        .flatMap(file -> file.requirements().stream())
        .anyMatch(Requirement::isPinned);
  }

  private static boolean isLocked(ProjectFile file, Project project) {
    return LOCK_FILES.stream()
        .anyMatch(
            lock ->
                project.file(file.folder() + lock).isPresent() || project.file(lock).isPresent());
  }

  /** Whether other requirement files of the project fix the version of every package. */
  private static boolean isConstrained(
      List<Requirement> unpinned, ProjectFile file, Project project) {
    Set<String> fixed = pinned(project, other -> other != file);
    return unpinned.stream().map(Requirement::normalizedName).allMatch(fixed::contains);
  }

  /** What requirement files fix the version of. */
  private static Set<String> pinned(Project project, Predicate<ProjectFile> files) {
    return project.files().stream()
        .filter(files)
        .filter(file -> listsRequirements(file) || CONSTRAINTS.matcher(file.name()).matches())
        .flatMap(file -> parse(file).stream())
        .flatMap(file -> file.requirements().stream())
        .filter(Requirement::isPinned)
        .map(Requirement::normalizedName)
        .collect(Collectors.toSet());
  }

  private static Optional<RequirementsFile> parse(ProjectFile file) {
    return file.plainText().map(RequirementsFile::parse);
  }

  private static void checkDockerfile(
      ProjectFile file, Dockerfile dockerfile, Set<String> pinned, ProjectReview review) {
    dockerfile.stagesOfFinalImage().stream()
        .flatMap(
            stage ->
                stage.commands().stream()
                    .flatMap(command -> PipInstall.of(command).stream())
                    .filter(install -> !install.isConstrained())
                    .map(install -> unpinned(install, stage, pinned)))
        .filter(words -> !words.isEmpty())
        .forEach(
            words ->
                report(
                    file,
                    words.stream().map(Word::place).toList(),
                    words.get(0).text(),
                    "==",
                    review));
  }

  private static List<Word> unpinned(
      PipInstall install, Dockerfile.Stage stage, Set<String> pinned) {
    return install.requirements().stream()
        .filter(word -> !word.text().contains("==") || word.text().contains("*"))
        .filter(word -> !pinned.contains(name(word)) && !TOOLS.contains(name(word)))
        .filter(word -> !(stage.hasFixedBase() && INSTALLERS.contains(word.text())))
        .toList();
  }

  private static String name(Word requirement) {
    return RequirementsFile.normalized(requirement.text().split("[\\[=<>~!; ]", 2)[0]);
  }

  private static void report(
      ProjectFile file, List<Place> places, String first, String how, ProjectReview review) {
    int more = places.size() - 1;
    String others =
        Stream.of("", " and one more requirement", " and %d more requirements".formatted(more))
            .toList()
            .get(Math.min(more, 2));
    ProjectReview.Issue issue =
        review.report(
            file,
            places.get(0),
            "Pin %s%s with %s, so that the next installation gets the versions you tested."
                .formatted(first, others, how));
    places.stream()
        .skip(1)
        .forEach(place -> issue.because(file, place, "This version is open as well"));
  }
}
