package org.pyreview.checks.django;

import java.util.List;
import org.pyreview.frameworks.django.DataOperation;
import org.pyreview.frameworks.django.RecentMigrations;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-migration-not-reversible")
public class DjangoMigrationNotReversibleCheck extends CodeCheck {

  @RuleProperty(
      key = "maxAgeDays",
      description =
          "Days between the newest commit and the one that added the migration, beyond which it"
              + " counts as applied everywhere; 0 reviews all migrations",
      defaultValue = "90")
  public int maxAgeDays = 90;

  @Override
  public void review(ProjectReview review) {
    List<DataOperation> all = DataOperation.of(review.project()).toList();
    long undone = all.stream().filter(DataOperation::isReversible).count();
    // Where most can't be undone, going back is not how the project is operated.
    if (undone * 2 <= all.size()) {
      return;
    }
    RecentMigrations recent = RecentMigrations.addedWithin(review.project(), maxAgeDays);
    all.stream()
        .filter(operation -> recent.contains(operation.migration()) && !operation.isReversible())
        .forEach(
            operation ->
                review.report(
                    operation.migration().file(),
                    operation.place(),
                    "Say how to undo this %s, with migrations.%s.noop if nothing has to be: as it is, the deployment can't be rolled back."
                        .formatted(operation.name(), operation.name())));
  }
}
