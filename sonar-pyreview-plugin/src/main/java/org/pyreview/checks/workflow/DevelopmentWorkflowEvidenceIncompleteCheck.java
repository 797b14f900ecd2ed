package org.pyreview.checks.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pyreview.frameworks.ci.WorkflowStep;
import org.pyreview.frameworks.ci.WorkflowStep.Evidence;
import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "development-workflow-evidence-incomplete")
public class DevelopmentWorkflowEvidenceIncompleteCheck implements ProjectRule {

  @RuleProperty(
      key = "steps",
      description =
          "The steps of the team's workflow, separated by commas; name=regex is a step that leaves a file or a line in a commit message",
      defaultValue = "plan,track,branch,test,document,review,verify")
  public String steps = "plan,track,branch,test,document,review,verify";

  @RuleProperty(
      key = "allowedMissing",
      description = "How many steps may leave no evidence",
      defaultValue = "2")
  public int allowedMissing = 2;

  @RuleProperty(key = "commits", description = "How many commits to look at", defaultValue = "50")
  public int commits = 50;

  @Override
  public void review(ProjectReview review) {
    if (History.of(review.project()).isEmpty()) {
      return;
    }
    List<Evidence> all =
        Arrays.stream(steps.split(","))
            .flatMap(step -> WorkflowStep.evidence(step, review.project(), commits).stream())
            .toList();
    long missing = all.stream().filter(each -> each.isThere().equals(Optional.of(false))).count();
    if (missing > allowedMissing) {
      review.reportOnProject(
          "Let each step of the workflow leave something that others can see: %d of %d left nothing. %s."
              .formatted(
                  missing,
                  all.size(),
                  all.stream()
                      .map(DevelopmentWorkflowEvidenceIncompleteCheck::line)
                      .collect(Collectors.joining("; "))));
    }
  }

  private static String line(Evidence each) {
    return "%s: %s (%s)"
        .formatted(
            each.step(),
            each.isThere().map(isThere -> isThere ? "found" : "missing").orElse("not assessable"),
            each.measure());
  }
}
