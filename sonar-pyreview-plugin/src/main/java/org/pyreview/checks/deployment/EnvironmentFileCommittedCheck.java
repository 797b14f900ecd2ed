package org.pyreview.checks.deployment;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.container.ComposeService;
import org.pyreview.frameworks.environment.EnvironmentFile;
import org.pyreview.frameworks.environment.EnvironmentFile.Variable;
import org.pyreview.project.CommittedFiles;
import org.pyreview.project.ConfiguredPattern;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "environment-file-committed")
public class EnvironmentFileCommittedCheck implements ProjectRule {

  private static final Pattern NOTHING = Pattern.compile("(?!)");
  private static final String PLACEHOLDERS =
      "(?i)change.?(me|this)|example|dummy|placeholder|todo|your[-_ ]|!!!|^x+$|<.*>|\\$\\{.*\\}|^\\*+$";

  @RuleProperty(
      key = "placeholderPattern",
      description = "Values that are placeholders",
      defaultValue = PLACEHOLDERS)
  public String placeholderPattern = PLACEHOLDERS;

  @Override
  public void review(ProjectReview review) {
    Pattern placeholder =
        ConfiguredPattern.of("environment-file-committed.placeholderPattern", placeholderPattern)
            .orElse(NOTHING);
    CommittedFiles.of(review.project())
        .where(EnvironmentFile::isNamed)
        .where(path -> !isMeantForDevelopers(path, review.project()))
        .paths()
        .forEach(
            path ->
                review
                    .project()
                    .committedText(path)
                    .map(text -> secrets(text, placeholder, review.project()))
                    .filter(secrets -> !secrets.isEmpty())
                    .ifPresent(secrets -> report(path, secrets, review)));
  }

  private static List<Variable> secrets(String text, Pattern placeholder, Project project) {
    return EnvironmentFile.parse(text).secrets(placeholder).stream()
        .filter(variable -> !variable.isShownAsDefault(project))
        .toList();
  }

  /** Values for tests and developers' machines, which a project commits on purpose. */
  private static boolean isMeantForDevelopers(String path, Project project) {
    return DeployedApplication.of(project).isLibrary()
        || GitIgnore.of(project).isCommittedOnPurpose(path)
        || ComposeService.isForDevelopersOnly(path, project)
        || project.committedText(path).filter(EnvironmentFile::saysItIsForDevelopers).isPresent();
  }

  private static void report(String path, List<Variable> secrets, ProjectReview review) {
    String names =
        secrets.stream().map(Variable::name).distinct().collect(Collectors.joining(", "));
    boolean isIgnored = GitIgnore.of(review.project()).ignoresFile(path);
    String message =
        (isIgnored
                ? "Take %s out of git, where it is in spite of .gitignore, and rotate %s: whoever can read the repository, now or later, knows them."
                : "Take %s out of git, rotate %s and ignore the file: whoever can read the repository, now or later, knows them.")
            .formatted(path, names);
    Optional<ProjectFile> file = review.project().file(path);
    if (file.isPresent()) {
      review.report(file.get(), secrets.get(0).place(), message);
    } else {
      review.reportOnProject(message);
    }
  }
}
