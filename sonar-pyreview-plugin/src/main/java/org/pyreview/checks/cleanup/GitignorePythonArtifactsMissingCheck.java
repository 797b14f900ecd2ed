package org.pyreview.checks.cleanup;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.frameworks.environment.PythonArtifacts;
import org.pyreview.frameworks.environment.PythonArtifacts.Group;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "gitignore-python-artifacts-missing")
public class GitignorePythonArtifactsMissingCheck extends CodeCheck {

  @RuleProperty(
      key = "groups",
      description = "Groups of files that have to be ignored, separated by commas",
      defaultValue = "bytecode,environment,secrets,coverage,build,data")
  public String groups = "bytecode,environment,secrets,coverage,build,data";

  @Override
  public void review(ProjectReview review) {
    if (review.project().git().isEmpty()) {
      return;
    }
    GitIgnore ignored = GitIgnore.of(review.project());
    Set<String> required = Set.of(groups.replace(" ", "").split(","));
    List<Group> missing =
        PythonArtifacts.of(review.project()).stream()
            .filter(group -> required.contains(group.name()))
            .filter(group -> !isIgnored(group, ignored))
            .toList();
    if (!missing.isEmpty()) {
      report(missing, ignored, review);
    }
  }

  private static boolean isIgnored(Group group, GitIgnore ignored) {
    return group.isAlternative()
        ? group.paths().stream().anyMatch(ignored::ignoresFile)
        : group.paths().stream().allMatch(ignored::ignoresFile);
  }

  private static void report(List<Group> missing, GitIgnore ignored, ProjectReview review) {
    String lines = missing.stream().map(Group::lines).collect(Collectors.joining(", "));
    if (ignored.file().isPresent()) {
      review.report(
          ignored.file().get(),
          Place.inLine(1, 0, firstLine(ignored)),
          "Add %s to .gitignore: otherwise the next commit of everything takes such files along."
              .formatted(lines));
    } else {
      review.reportOnProject(
          "%s: otherwise the next commit of everything takes such files along."
              .formatted(
                  ignored.rules().isEmpty()
                      ? "Add a .gitignore with " + lines
                      : "Add " + lines + " to .gitignore"));
    }
  }

  private static int firstLine(GitIgnore ignored) {
    return ignored
        .file()
        .flatMap(file -> file.text())
        .map(text -> text.lines().findFirst().orElse("").length())
        .orElse(0);
  }
}
