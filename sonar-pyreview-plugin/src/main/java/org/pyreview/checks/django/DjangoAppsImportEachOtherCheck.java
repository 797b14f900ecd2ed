package org.pyreview.checks.django;

import java.util.Comparator;
import java.util.List;
import org.pyreview.frameworks.django.AppImports;
import org.pyreview.frameworks.django.AppImports.Cycle;
import org.pyreview.frameworks.django.AppImports.Direction;
import org.pyreview.frameworks.django.AppImports.Import;
import org.pyreview.frameworks.django.AppImports.Pair;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-apps-import-each-other")
public class DjangoAppsImportEachOtherCheck extends CodeCheck {

  /** So many imports are told one by one, if the cycle is gone without them. */
  private static final int MOST_ACCIDENTS = 3;

  /** So many of the thinnest connections are shown. */
  private static final int SHOWN = 5;

  private static final int NAMED = 6;

  @RuleProperty(
      key = "maxBackImports",
      description =
          "Import statements of the weaker direction up to which they are reported one by one",
      defaultValue = "2")
  public int maxBackImports = 2;

  @Override
  public void review(ProjectReview review) {
    for (Cycle cycle : new AppImports(review.project()).cycles()) {
      List<Pair> accidents = cycle.pairs().stream().filter(this::isAccident).toList();
      if (accidents.size() <= MOST_ACCIDENTS && cycle.isBrokenWithout(accidents)) {
        accidents.forEach(
            pair -> pair.weaker().forEach(each -> reportAccident(each, pair, review)));
      } else {
        reportCycle(cycle, review);
      }
    }
  }

  private boolean isAccident(Pair pair) {
    return pair.weaker().size() <= maxBackImports
        && pair.stronger().size() >= 3 * pair.weaker().size();
  }

  private static void reportCycle(Cycle cycle, ProjectReview review) {
    List<Direction> weakest =
        cycle.directions().stream()
            .sorted(Comparator.comparingInt(each -> each.imports().size()))
            .limit(SHOWN)
            .toList();
    ProjectReview.Issue issue = review.reportOnProject(message(cycle));
    for (Direction each : weakest) {
      Import first = each.imports().get(0);
      issue.because(
          first.module().file(),
          first.statement().place(),
          "\"%s\" imports \"%s\" here, %s in all"
              .formatted(
                  each.from().label(),
                  each.to().label(),
                  each.imports().size() == 1 ? "once" : each.imports().size() + " times"));
    }
  }

  private static String message(Cycle cycle) {
    if (cycle.apps().size() == 2) {
      Pair pair = cycle.pairs().get(0);
      return "Separate the apps \"%s\" and \"%s\" or make them one: they import from each other, %d and %d times."
          .formatted(
              pair.importer().label(),
              pair.imported().label(),
              pair.weaker().size(),
              pair.stronger().size());
    }
    List<String> labels = cycle.apps().stream().map(app -> '"' + app.label() + '"').toList();
    String named =
        labels.size() > NAMED
            ? String.join(", ", labels.subList(0, NAMED))
                + " and %d more".formatted(labels.size() - NAMED)
            : String.join(", ", labels);
    return "Break the cycle of the %d apps %s: each reaches all others by imports, so that none can be changed or tested alone."
        .formatted(labels.size(), named);
  }

  private static void reportAccident(Import back, Pair pair, ProjectReview review) {
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
