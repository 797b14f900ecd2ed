package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.frameworks.monitoring.DiskUse;
import org.pyreview.frameworks.web.BackendApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "disk-space-not-monitored")
public class DiskSpaceNotMonitoredCheck extends CodeCheck {

  @RuleProperty(
      key = "providedByPlatform",
      description = "Whether the hosts are monitored outside of this repository",
      defaultValue = "false")
  public boolean providedByPlatform = false;

  @Override
  public void review(ProjectReview review) {
    if (!providedByPlatform
        && BackendApplication.of(review.project()).isDeployed()
        && !Hosting.of(review.project()).isLeftToOthers()) {
      DiskUse.unwatched(review.project())
          .ifPresent(
              each ->
                  review.report(
                      each.file(),
                      each.place(),
                      "Let something watch the free space of the disk: %s grow here, and nothing in the repository does."
                          .formatted(each.what())));
    }
  }
}
