package org.pyreview.checks.deployment;

import java.util.Optional;
import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.frameworks.django.settings.ConnectionLifetime;
import org.pyreview.frameworks.django.settings.DjangoDatabase;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-persistent-connections-misconfigured")
public class DjangoPersistentConnectionsMisconfiguredCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    if (!DeployedApplication.of(project).isDeployed()) {
      return;
    }
    for (DjangoDatabase database : DjangoDatabase.ofProduction(project)) {
      if (database.mayBeServer()) {
        message(database, project)
            .ifPresent(message -> review.report(database.file(), database.place(), message));
      }
    }
  }

  private static Optional<String> message(DjangoDatabase database, Project project) {
    ConnectionLifetime lifetime = ConnectionLifetime.of(database);
    if (database.hasPool() && lifetime.isPersistent()) {
      return Optional.of(
          "Remove CONN_MAX_AGE: Django refuses to start with it and a pool of connections.");
    }
    if (lifetime.isPersistent() && StartCommand.areForAsgi(project)) {
      return Optional.of(
          "Remove CONN_MAX_AGE, or use a pool: under ASGI kept connections are never used again, and pile up.");
    }
    if (lifetime.isPersistent() && !lifetime.isHealthChecked()) {
      return Optional.of(
          "Set CONN_HEALTH_CHECKS to True beside CONN_MAX_AGE: after a restart of the database the first requests fail.");
    }
    boolean isNewEachTime =
        lifetime.isOneRequest() && database.isWholeKnown() && !database.hasPool();
    return isNewEachTime
            && StartCommand.areForWsgi(project)
            && !ConnectionLifetime.arePooledOutside(project)
        ? Optional.of(
            "Set CONN_MAX_AGE and CONN_HEALTH_CHECKS: each request opens a new connection to the database.")
        : Optional.empty();
  }
}
