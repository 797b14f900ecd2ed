package org.pyreview.checks.deployment;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.container.DatabaseService;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.frameworks.monitoring.Backups;
import org.pyreview.project.ConfiguredPattern;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "database-backup-not-defined")
public class DatabaseBackupNotDefinedCheck extends CodeCheck {

  @RuleProperty(
      key = "backupPattern",
      description = "Regular expression of other evidence, such as the tool of a platform",
      defaultValue = "")
  public String backupPattern = "";

  @Override
  public void review(ProjectReview review) {
    Optional<DatabaseService> first =
        DatabaseService.of(review.project()).stream().filter(DatabaseService::isKept).findFirst();
    if (first.isEmpty() || Hosting.of(review.project()).isLeftToOthers()) {
      return;
    }
    Optional<Pattern> more =
        ConfiguredPattern.of("database-backup-not-defined.backupPattern", backupPattern);
    if (!Backups.areDefined(review.project(), more)) {
      review.report(
          first.get().file(),
          first.get().place(),
          "Define how the data of `%s` is backed up and restored: nothing in the repository does."
              .formatted(first.get().name()));
    }
  }
}
