package org.pyreview.checks.workflow;

import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.ReviewedShare;
import org.pyreview.project.documents.ReviewPolicy;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "code-review-evidence-missing")
public class CodeReviewEvidenceMissingCheck implements ProjectRule {

  @RuleProperty(key = "commits", description = "How many commits to look at", defaultValue = "50")
  public int commits = 50;

  @RuleProperty(
      key = "minimumCommits",
      description = "How many commits a history needs to be judged",
      defaultValue = "20")
  public int minimumCommits = 20;

  @RuleProperty(
      key = "minimumShare",
      description = "Percent of the commits that have to show a review",
      defaultValue = "30")
  public int minimumShare = 30;

  @Override
  public void review(ProjectReview review) {
    History.of(review.project())
        .map(history -> ReviewedShare.of(history.mainLine(commits)))
        .filter(share -> share.commits() >= minimumCommits && share.isByTeam())
        .filter(share -> share.percent() < minimumShare)
        .filter(share -> !ReviewPolicy.leavesNoTrace(review.project()))
        .ifPresent(
            share ->
                review.reportOnProject(
                    "Let somebody else review changes before they get into this branch: %d of its last %d commits, by %d authors, show a review."
                        .formatted(share.reviewed(), share.commits(), share.authors())));
  }
}
