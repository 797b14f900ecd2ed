package org.pyreview.checks.workflow;

import org.pyreview.frameworks.ci.CiWorkflow;
import org.pyreview.frameworks.ci.QualityTools;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.ReviewedShare;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "quality-tooling-not-automated")
public class QualityToolingNotAutomatedCheck implements ProjectRule {

  private static final int COMMITS = 50;

  /** A shorter history tells nothing. */
  private static final int LEAST = 5;

  @RuleProperty(
      key = "minimumFiles",
      description = "How many Python files a project needs to be judged",
      defaultValue = "20")
  public int minimumFiles = 20;

  @Override
  public void review(ProjectReview review) {
    int files = RepositoryFile.of(review.project(), path -> path.fileName().endsWith(".py")).size();
    if (files < minimumFiles) {
      return;
    }
    QualityTools tools = QualityTools.of(review.project());
    boolean isByTeam =
        History.of(review.project())
            .map(history -> ReviewedShare.of(history.changes(COMMITS)))
            .filter(share -> share.commits() >= LEAST && !share.isByTeam())
            .isEmpty();
    if (tools.areAutomatic()
        || !isByTeam
        || Hosting.of(review.project()).makesProjects()
        || CiWorkflow.isSomewhereElse(review.project())) {
      return;
    }
    review.reportOnProject(
        tools.configured().isEmpty()
            ? "Let a linter and a formatter, such as ruff, check each change in CI or with pre-commit: no file of the project sets one up for its %d Python files."
                .formatted(files)
            : "Run %s in CI or with pre-commit: the project has it, but nothing runs it when code changes."
                .formatted(String.join(" and ", tools.configured())));
  }
}
