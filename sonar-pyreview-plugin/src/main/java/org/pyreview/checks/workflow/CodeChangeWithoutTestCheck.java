package org.pyreview.checks.workflow;

import java.util.Optional;
import java.util.stream.Collectors;
import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.TestedShare;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "code-change-without-test")
public class CodeChangeWithoutTestCheck implements ProjectRule {

  private static final int SHOWN = 5;

  @RuleProperty(key = "commits", description = "How many commits to look at", defaultValue = "100")
  public int commits = 100;

  @RuleProperty(
      key = "minimumChanges",
      description = "How many changes of code a history needs to be judged",
      defaultValue = "10")
  public int minimumChanges = 10;

  @RuleProperty(
      key = "minimumShare",
      description = "Percent of the changes of code that have to change a test",
      defaultValue = "25")
  public int minimumShare = 25;

  @Override
  public void review(ProjectReview review) {
    Optional<History> history = History.of(review.project());
    if (history.isEmpty()) {
      return;
    }
    TestedShare share = TestedShare.of(history.get(), commits, review.project());
    if (share.changes() >= minimumChanges && share.percent() < minimumShare) {
      review.reportOnProject(
          "Commit tests together with the code they test: %d of the last %d changes of code touch a test; the largest without are %s."
              .formatted(
                  share.tested(),
                  share.changes(),
                  share.untested().stream()
                      .limit(SHOWN)
                      .map(
                          each ->
                              "%s \"%s\" (%d lines)"
                                  .formatted(
                                      each.commit().shortId(),
                                      each.commit().subject(),
                                      each.lines()))
                      .collect(Collectors.joining(", "))));
    }
  }
}
