package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.celery.BeatProcess;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "celery-beat-not-started")
public class CeleryBeatNotStartedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    BeatProcess.missing(review.project())
        .ifPresent(
            found ->
                review
                    .report(
                        found.file(),
                        found.place(),
                        "Start `celery beat`, too: workers are started, but nothing carries out this schedule.")
                    .because(
                        found.worker().file(), found.worker().place(), "This starts a worker."));
  }
}
