package org.pyreview.checks.django;

import org.pyreview.frameworks.django.FieldClass;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.MigrationState;
import org.pyreview.frameworks.django.MigrationState.FieldChange;
import org.pyreview.frameworks.django.RecentMigrations;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-migration-unique-field-shared-default")
public class DjangoMigrationUniqueFieldSharedDefaultCheck extends CodeCheck {

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
    MigrationState state = MigrationState.of(review.project());
    for (FieldChange change : state.changes()) {
      if (change.before().isEmpty()
          && !change.step().isStateOnly()
          && recent.contains(change.step().migration())
          && !state.creates(change.step().migration(), change.model())
          && change.after().definition().filter(this::isSharedUnique).isPresent()) {
        review.report(
            change.step().file(),
            change.step().operation(),
            "Add \"%s.%s\" with null=True, fill it row by row, and make it unique in a migration after that: all rows get the same default here."
                .formatted(change.model(), change.field()));
      }
    }
  }

  private boolean isSharedUnique(FieldDefinition field) {
    boolean isUnique = field.isTrue("unique") || field.type().kind() == FieldClass.Kind.ONE_TO_ONE;
    return isUnique
        && !field.isTrue("null")
        && !field.isTrue("primary_key")
        && field
            .option("default")
            .filter(DjangoMigrationUniqueFieldSharedDefaultCheck::isValue)
            .isPresent()
        && field
            .option("db_default")
            .filter(DjangoMigrationUniqueFieldSharedDefaultCheck::isValue)
            .isEmpty();
  }

  private static boolean isValue(Expr value) {
    return !(value instanceof Expr.Constant none && none.text().equals("None"));
  }
}
