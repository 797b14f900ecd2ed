package org.pyreview.checks.deployment;

import org.pyreview.frameworks.django.settings.DevelopmentTool;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "development-app-in-production-settings")
public class DevelopmentAppInProductionSettingsCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    DevelopmentTool.ofProduction(review.project()).forEach(each -> report(each, review));
  }

  private static void report(DevelopmentTool found, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(
            found.place().file(),
            found.place().place(),
            "Take `%s` out of %s for the servers: it shows queries, settings and data of requests to whoever finds it."
                .formatted(found.name(), found.setting()));
    if (found.place().file() != found.settings().module().file()) {
      issue.because(
          found.settings().module().file(),
          found.settings().module().statements().get(0).place(),
          "The servers run with these settings.");
    }
  }
}
