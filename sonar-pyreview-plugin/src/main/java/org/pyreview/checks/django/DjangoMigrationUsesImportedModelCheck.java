package org.pyreview.checks.django;

import java.util.Locale;
import org.pyreview.frameworks.django.ImportedModelUse;
import org.pyreview.frameworks.django.RecentMigrations;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.python.QualifiedName;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-migration-uses-imported-model")
public class DjangoMigrationUsesImportedModelCheck extends CodeCheck {

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
    ImportedModelUse.of(review.project())
        .filter(use -> recent.contains(use.migration()))
        .distinct()
        .forEach(
            use ->
                review
                    .report(
                        use.migration().file(),
                        use.place(),
                        "Get `%s` from apps.get_model(), as `%s_model`: the imported class has the columns of today's code, which this migration's database may not have yet."
                            .formatted(use.model(), snakeCase(use.model())))
                    .because(
                        use.migration().file(),
                        use.operation().place(),
                        "This operation runs it."));
  }

  /** A class's name as the name of a variable: {@code OrderLine} gives {@code order_line}. */
  private static String snakeCase(String name) {
    return QualifiedName.of(name)
        .lastName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
