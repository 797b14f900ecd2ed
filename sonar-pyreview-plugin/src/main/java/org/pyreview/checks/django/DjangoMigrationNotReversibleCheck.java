package org.pyreview.checks.django;

import org.pyreview.frameworks.django.DataOperation;
import org.pyreview.frameworks.django.MigrationState;
import org.pyreview.frameworks.django.MigrationState.FieldRemoval;
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
      defaultValue = "180")
  public int maxAgeDays = 180;

  @Override
  public void review(ProjectReview review) {
    RecentMigrations recent = RecentMigrations.addedWithin(review.project(), maxAgeDays);
    DataOperation.of(review.project())
        .filter(operation -> recent.contains(operation.migration()) && !operation.isReversible())
        .forEach(
            operation ->
                review.report(
                    operation.migration().file(),
                    operation.place(),
                    "Say how to undo this %s, with migrations.%s.noop if nothing has to be: as it is, the deployment can't be rolled back."
                        .formatted(operation.name(), operation.name())));
    for (FieldRemoval removal : MigrationState.of(review.project()).removals()) {
      if (recent.contains(removal.step().migration()) && removal.failsWhenUndone()) {
        review
            .report(
                removal.step().file(),
                removal.step().operation(),
                "Make \"%s.%s\" nullable in a migration before this one: undone, it adds a column without a value for the rows there are."
                    .formatted(removal.model(), removal.field()))
            .because(
                removal.before().step().file(),
                removal.before().step().operation(),
                "The column is NOT NULL, without a default.");
      }
    }
  }
}
