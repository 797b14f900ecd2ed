package org.pyreview.checks.django;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pyreview.frameworks.django.queries.ColumnQueries;
import org.pyreview.frameworks.django.queries.Query;
import org.pyreview.frameworks.django.queries.TableQueries;
import org.pyreview.frameworks.django.queries.TemplateQueries;
import org.pyreview.frameworks.django.queries.TemplateQueries.Shown;
import org.pyreview.frameworks.django.queries.TemplateQueries.TemplateLoad;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-template-n-plus-one-query")
public class DjangoTemplateNPlusOneQueryCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    List<TemplateLoad> loads = new ArrayList<>(new TemplateQueries(review.project()).perRow());
    loads.addAll(new TableQueries(review.project()).perRow());
    loads.addAll(new ColumnQueries(review.project()).perRow());
    // A page and a table of the same view may show the same.
    Set<String> said = new HashSet<>();
    loads.stream().filter(each -> said.add(textOf(each))).forEach(each -> report(each, review));
  }

  private static String textOf(TemplateLoad each) {
    return each.load().module() + " " + each.load().origin().place() + each.load().everyPath();
  }

  private static void report(TemplateLoad each, ProjectReview review) {
    String template = each.renderer();
    ProjectReview.Issue issue =
        review.report(
            each.load().module().file(),
            each.load().origin().place(),
            each.load().calls().isEmpty()
                ? "Load %s for all rows at once: %s queries it for every row."
                    .formatted(each.load().refinedPaths(), template)
                : "Add %s to this queryset: %s queries %s for every row.%s"
                    .formatted(
                        each.load().calls(), template, each.load().paths(), each.load().besides()));
    for (Query.Source source : each.load().sources()) {
      issue.because(source.module().file(), source.made().place(), "The queryset comes from here");
    }
    for (Shown shown : each.shown()) {
      issue.because(
          shown.file(), shown.place(), "Queries \"%s\" for every row".formatted(shown.path()));
    }
  }
}
