package org.pyreview.checks.django;

import org.pyreview.frameworks.django.ImportedModelUse;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-migration-uses-imported-model")
public class DjangoMigrationUsesImportedModelCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    ImportedModelUse.of(review.project())
        .distinct()
        .forEach(
            use ->
                review
                    .report(
                        use.migration().file(),
                        use.place(),
                        "Get `%s` from apps.get_model(): the imported class has the columns of today's code, which this migration's database may not have yet."
                            .formatted(use.model()))
                    .because(
                        use.migration().file(),
                        use.operation().place(),
                        "This operation runs it."));
  }
}
