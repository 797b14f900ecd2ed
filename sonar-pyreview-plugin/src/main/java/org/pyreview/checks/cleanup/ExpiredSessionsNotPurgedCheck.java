package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.django.settings.SessionStore;
import org.pyreview.frameworks.flask.ServerSideSessions;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "expired-sessions-not-purged")
public class ExpiredSessionsNotPurgedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    if (!DeployedApplication.of(review.project()).isDeployed()) {
      return;
    }
    SessionStore.neverPurged(review.project())
        .ifPresent(
            store ->
                review.report(
                    store.file(),
                    store.place(),
                    "Run `clearsessions` regularly: expired sessions stay in this store (%s) for ever."
                        .formatted(store.name())));
    ServerSideSessions.neverPurged(review.project())
        .ifPresent(
            store ->
                review.report(
                    store.file(),
                    store.place(),
                    "Set SESSION_CLEANUP_N_REQUESTS, or run `flask session_cleanup` regularly: expired sessions stay in this store (%s) for ever."
                        .formatted(store.type())));
  }
}
