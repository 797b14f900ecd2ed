package org.pyreview.checks.django;

import org.pyreview.frameworks.django.AppImports;
import org.pyreview.frameworks.django.AppImports.Import;
import org.pyreview.frameworks.django.AppImports.Pair;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-apps-import-each-other")
public class DjangoAppsImportEachOtherCheck extends CodeCheck {

  @RuleProperty(
      key = "maxBackImports",
      description =
          "Import statements of the weaker direction up to which they are reported one by one",
      defaultValue = "2")
  public int maxBackImports = 2;

  @Override
  public void review(ProjectReview review) {
    for (Pair pair : new AppImports(review.project()).mutual()) {
      boolean isAccident =
          pair.weaker().size() <= maxBackImports
              && pair.stronger().size() >= 3 * pair.weaker().size();
      if (isAccident) {
        pair.weaker().forEach(each -> report(each, pair, review));
      } else {
        review.reportOnProject(
            "Separate the apps \"%s\" and \"%s\" or make them one: they import from each other, %d and %d times."
                .formatted(
                    pair.importer().label(),
                    pair.imported().label(),
                    pair.weaker().size(),
                    pair.stronger().size()));
      }
    }
  }

  private static void report(Import back, Pair pair, ProjectReview review) {
    Import first = pair.stronger().get(0);
    review
        .report(
            back.module().file(),
            back.statement().place(),
            "Remove this import of app \"%s\" from app \"%s\": \"%s\" imports \"%s\" %d times, and only %s back."
                .formatted(
                    pair.imported().label(),
                    pair.importer().label(),
                    pair.imported().label(),
                    pair.importer().label(),
                    pair.stronger().size(),
                    back.isDeferred() ? "this one, hidden in a function, leads" : "this leads"))
        .because(first.module().file(), first.statement().place(), "The other direction");
  }
}
