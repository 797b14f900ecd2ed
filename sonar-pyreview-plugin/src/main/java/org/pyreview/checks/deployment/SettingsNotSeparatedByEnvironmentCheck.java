package org.pyreview.checks.deployment;

import org.pyreview.frameworks.environment.SingleConfiguration;
import org.pyreview.frameworks.web.BackendApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "settings-not-separated-by-environment")
public class SettingsNotSeparatedByEnvironmentCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    if (BackendApplication.of(review.project()).isDeployed()) {
      SingleConfiguration.of(review.project())
          .ifPresent(
              found ->
                  review.report(
                      found.file(),
                      found.place(),
                      "Read what differs between development and production from the environment, or give each settings of its own: these are the same for both."));
    }
  }
}
