package org.pyreview.checks.django;

import org.pyreview.frameworks.django.SchemaDrift;
import org.pyreview.frameworks.django.SchemaDrift.Difference;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-model-without-migration")
public class DjangoModelWithoutMigrationCheck extends CodeCheck {

  @RuleProperty(
      key = "includeStateOnlyChanges",
      description =
          "Also compare choices, default, blank, help_text and verbose_name, which makemigrations"
              + " does although the database stays the same",
      defaultValue = "false")
  public boolean includeStateOnlyChanges;

  @Override
  public void review(ProjectReview review) {
    for (Difference each :
        new SchemaDrift(review.project(), includeStateOnlyChanges, review::knowsEnough)
            .differences()) {
      ProjectReview.Issue issue = review.report(each.file(), each.place(), message(each));
      each.last()
          .ifPresent(
              step -> issue.because(step.file(), step.operation(), "The migrations stop here"));
    }
  }

  private static String message(Difference each) {
    String what =
        switch (each.kind()) {
          case APP -> "app \"%s\" has models and no migrations".formatted(each.name());
          case MODEL_ADDED -> "no migration creates the table of \"%s\"".formatted(each.name());
          case MODEL_REMOVED ->
              "\"%s\" is gone, and no migration deletes its table".formatted(each.name());
          case FIELD_ADDED -> "no migration adds \"%s.%s\"".formatted(each.model(), each.name());
          case FIELD_REMOVED ->
              "\"%s.%s\" is gone, and no migration removes its column"
                  .formatted(each.model(), each.name());
          case TYPE ->
              "no migration turns \"%s.%s\" from %s into %s"
                  .formatted(each.model(), each.name(), each.before(), each.after());
          case OPTION ->
              "no migration changes %s of \"%s.%s\" from %s to %s"
                  .formatted(each.option(), each.model(), each.name(), each.before(), each.after());
          case TOGETHER -> "no migration changes %s of \"%s\"".formatted(each.name(), each.model());
          case INDEX_ADDED ->
              "no migration creates \"%s\" of \"%s\"".formatted(each.name(), each.model());
          case INDEX_CHANGED ->
              "no migration changes the columns of \"%s\" of \"%s\""
                  .formatted(each.name(), each.model());
          case INDEX_REMOVED ->
              "\"%s\" of \"%s\" is gone, and no migration removes it"
                  .formatted(each.name(), each.model());
        };
    return "Run makemigrations and commit the result: " + what + ".";
  }
}
