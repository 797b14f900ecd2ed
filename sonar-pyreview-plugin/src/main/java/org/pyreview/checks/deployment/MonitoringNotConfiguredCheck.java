package org.pyreview.checks.deployment;

import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.frameworks.monitoring.MonitoringLibrary;
import org.pyreview.frameworks.web.BackendApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "monitoring-not-configured")
public class MonitoringNotConfiguredCheck extends CodeCheck {

  @RuleProperty(
      key = "providedByPlatform",
      description = "Whether an agent outside the repository monitors the service",
      defaultValue = "false")
  public boolean providedByPlatform = false;

  @Override
  public void review(ProjectReview review) {
    if (!providedByPlatform
        && BackendApplication.of(review.project()).isDeployed()
        && Hosting.of(review.project()).isOperatedByAuthors()
        && !Hosting.of(review.project()).isLeftToOthers()
        && !Hosting.of(review.project()).isOfferedToOthers()
        && !MonitoringLibrary.isAnyIn(review.project())) {
      review.reportOnProject(
          "Let this service report its errors or measures, to Sentry or Prometheus for example: nothing does, so users notice a failure first.");
    }
  }
}
