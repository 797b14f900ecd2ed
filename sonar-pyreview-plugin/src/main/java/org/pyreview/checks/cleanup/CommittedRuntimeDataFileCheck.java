package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.environment.RuntimeData;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "committed-runtime-data-file")
public class CommittedRuntimeDataFileCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    RuntimeData.of(review.project())
        .forEach(
            found ->
                review.reportOnProject(
                    "Remove committed %s (git rm --cached) and ignore them, since they hold what users have entered: %s."
                        .formatted(found.kind(), found.files().listed())));
  }
}
