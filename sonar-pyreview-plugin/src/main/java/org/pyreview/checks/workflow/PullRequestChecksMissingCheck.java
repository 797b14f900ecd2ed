package org.pyreview.checks.workflow;

import java.util.List;
import org.pyreview.frameworks.ci.CiWorkflow;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.TestFiles;
import org.sonar.check.Rule;

@Rule(key = "pull-request-checks-missing")
public class PullRequestChecksMissingCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    long tests = TestFiles.of(review.project()).count();
    if (tests == 0) {
      return;
    }
    List<CiWorkflow> all = CiWorkflow.of(review.project());
    if (all.isEmpty()) {
      review.reportOnProject(
          "Let CI run the tests for each pull request: there %s, and no configuration of a CI service."
              .formatted(
                  tests == 1 ? "is one file of tests" : "are %d files of tests".formatted(tests)));
      return;
    }
    List<CiWorkflow> testing = all.stream().filter(CiWorkflow::runsTests).toList();
    boolean isChecked = testing.stream().anyMatch(CiWorkflow::checksRequests);
    if (testing.isEmpty()) {
      CiWorkflow first =
          all.stream().filter(CiWorkflow::checksRequests).findFirst().orElse(all.get(0));
      review.report(
          first.file(),
          first.place(),
          "Run the tests here: no workflow of CI does, so a request that breaks them can be merged.");
    } else if (!isChecked) {
      review.report(
          testing.get(0).file(),
          testing.get(0).place(),
          "Run this for pull requests, too: the tests run only when the change is merged already.");
    }
  }
}
