package org.pyreview.checks.workflow;

import java.util.List;
import org.pyreview.frameworks.ci.CiWorkflow;
import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.ReviewedShare;
import org.pyreview.project.TestFiles;
import org.sonar.check.Rule;

@Rule(key = "pull-request-checks-missing")
public class PullRequestChecksMissingCheck implements ProjectRule {

  private static final int COMMITS = 50;

  /** A shorter history tells nothing. */
  private static final int LEAST = 5;

  @Override
  public void review(ProjectReview review) {
    long tests = TestFiles.of(review.project()).count();
    if (tests == 0) {
      return;
    }
    List<CiWorkflow> all = CiWorkflow.of(review.project());
    boolean isUnseen =
        all.stream().anyMatch(CiWorkflow::isOpen)
            || (all.stream().noneMatch(CiWorkflow::runsTests)
                && CiWorkflow.isSomewhereElse(review.project()));
    if (isUnseen) {
      return;
    }
    if (all.isEmpty()) {
      if (isByOne(review)) {
        return;
      }
      review.reportOnProject(
          "Let CI run the tests for each pull request: there %s, and no configuration of a CI service."
              .formatted(
                  tests == 1 ? "is one file of tests" : "are %d files of tests".formatted(tests)));
      return;
    }
    report(all, review);
  }

  /** Who works alone has nobody's requests to check. */
  private static boolean isByOne(ProjectReview review) {
    return History.of(review.project())
        .map(history -> ReviewedShare.of(history.changes(COMMITS)))
        .filter(share -> share.commits() >= LEAST && !share.isByTeam())
        .isPresent();
  }

  private static void report(List<CiWorkflow> all, ProjectReview review) {
    List<CiWorkflow> testing = all.stream().filter(CiWorkflow::runsTests).toList();
    boolean isChecked = testing.stream().anyMatch(CiWorkflow::checksRequests);
    if (testing.isEmpty()) {
      reportUntested(all, review);
    } else if (!isChecked) {
      review.report(
          testing.get(0).file(),
          testing.get(0).place(),
          "Run this for pull requests, too: the tests run only when the change is merged already.");
    }
  }

  /** Where the tests could run: not beside secrets that the code of a request could read. */
  private static void reportUntested(List<CiWorkflow> all, ProjectReview review) {
    List<CiWorkflow> safe = all.stream().filter(each -> !each.holdsSecretsForRequests()).toList();
    if (safe.isEmpty()) {
      review.reportOnProject(
          "Let CI run the tests for each pull request: no workflow does, so a request that breaks them can be merged.");
      return;
    }
    CiWorkflow first =
        safe.stream().filter(CiWorkflow::checksRequests).findFirst().orElse(safe.get(0));
    review.report(
        first.file(),
        first.place(),
        "Run the tests here: no workflow of CI does, so a request that breaks them can be merged.");
  }
}
