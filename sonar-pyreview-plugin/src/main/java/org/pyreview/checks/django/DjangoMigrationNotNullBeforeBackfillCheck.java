package org.pyreview.checks.django;

import java.util.Optional;
import org.pyreview.frameworks.django.MigrationState;
import org.pyreview.frameworks.django.MigrationState.FieldChange;
import org.pyreview.frameworks.django.MigrationState.Step;
import org.pyreview.frameworks.django.NullableColumns;
import org.pyreview.frameworks.django.RecentMigrations;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-migration-not-null-before-backfill")
public class DjangoMigrationNotNullBeforeBackfillCheck extends CodeCheck {

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
    NullableColumns columns = new NullableColumns(review.project());
    for (FieldChange change : MigrationState.of(review.project()).changes()) {
      Optional<Step> nullableSince =
          recent.contains(change.step().migration())
              ? columns.nullableBefore(change)
              : Optional.empty();
      if (nullableSince.isPresent() && !columns.isFilledBetween(nullableSince.get(), change)) {
        report(change, nullableSince.get(), review);
      }
    }
  }

  private static void report(FieldChange change, Step since, ProjectReview review) {
    review
        .report(
            change.step().file(),
            change.step().operation(),
            "Fill the NULLs of \"%s.%s\" in a data migration before this one forbids them: the first such row stops the deployment."
                .formatted(change.model(), change.field()))
        .because(since.file(), since.operation(), "The column allows NULL since here");
  }
}
