package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.django.LogTable;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.frameworks.logging.EndlessLogGroup;
import org.pyreview.frameworks.logging.LogFile;
import org.pyreview.frameworks.logging.LogFile.Growth;
import org.pyreview.frameworks.logging.LogRotation;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "log-retention-unlimited")
public class LogRetentionUnlimitedCheck extends CodeCheck {

  @RuleProperty(
      key = "checkDatabaseLogs",
      description = "Whether to report models that log something and whose rows nobody deletes",
      defaultValue = "false")
  public boolean checkDatabaseLogs = false;

  @Override
  public void review(ProjectReview review) {
    if (Hosting.of(review.project()).isLeftToOthers()) {
      return;
    }
    LogFile.of(review.project()).stream()
        .filter(each -> each.growth() == Growth.KEPT_FOREVER)
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Pass `%s`: otherwise old log files are never deleted."
                        .formatted(
                            each.name().equals("logger.add") ? "retention" : "backupCount")));
    LogRotation.endless(review.project())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Say with `rotate` or `maxage` how many old files of these logs stay."));
    EndlessLogGroup.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Say how many days these logs are kept: CloudWatch keeps them for ever."));
    if (checkDatabaseLogs) {
      LogTable.of(review.project())
          .forEach(
              each ->
                  review
                      .report(
                          each.model().file(),
                          each.model().place(),
                          "Delete old rows of `%s` regularly: nothing does, and its table only grows."
                              .formatted(each.model().name()))
                      .because(each.writer(), each.writing(), "A row is added here."));
    }
  }
}
