package org.pyreview.checks.django;

import java.util.List;
import java.util.Set;
import org.pyreview.frameworks.django.RawSql;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.SourceCode;
import org.sonar.check.Rule;

@Rule(key = "django-raw-sql-without-need")
public class DjangoRawSqlWithoutNeedCheck extends CrossFileCheck {

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(RawSql.FACTS, SourceCode.FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    // Models are not what they were when a migration was written: it must not use them.
    Set<ProjectFile> partsOfMigrations = CodeRoles.of(review.project()).importedByMigrations();
    review
        .project()
        .facts(RawSql.FACTS)
        .forEach(
            (file, written) -> {
              if (!partsOfMigrations.contains(file)) {
                report(file, written, review);
              }
            });
  }

  private static void report(ProjectFile file, RawSql written, ProjectReview review) {
    for (RawSql.Statement each : written.statements()) {
      review.report(
          file,
          each.place(),
          "Write this %s with the ORM, as %s: it needs nothing that only SQL has."
              .formatted(each.verb(), each.equivalent()));
    }
    for (RawSql.Extra each : written.extras()) {
      review.report(
          file,
          each.method(),
          "Use annotate() and filter() with expressions instead of extra(), which Django means to remove.");
    }
    for (RawSql.Connection each : written.connections()) {
      review.report(
          file,
          each.place(),
          "Use Django's connection instead of `%s`: transactions, the test database and routers know nothing of this one."
              .formatted(each.function()));
    }
  }
}
