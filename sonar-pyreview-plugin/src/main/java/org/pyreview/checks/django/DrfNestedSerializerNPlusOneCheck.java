package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.Set;
import org.pyreview.frameworks.django.queries.Access;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.SerializerQueries;
import org.pyreview.frameworks.django.rest.ListViews;
import org.pyreview.frameworks.django.rest.ListViews.ListView;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "drf-nested-serializer-n-plus-one")
public class DrfNestedSerializerNPlusOneCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    SerializerQueries queries = new SerializerQueries(review.project());
    Set<String> reported = new HashSet<>();
    for (ListView list : ListViews.of(review.project())) {
      queries
          .perRow(list)
          .filter(missing -> reported.add(missing.module() + " " + missing.origin().place()))
          .ifPresent(missing -> report(list, missing, review));
    }
  }

  private static void report(ListView list, MissingLoad missing, ProjectReview review) {
    String serializer = list.serializer().name();
    ProjectReview.Issue issue =
        review.report(
            missing.module().file(),
            missing.origin().place(),
            missing.calls().isEmpty()
                ? "Load %s for all rows at once, with a Prefetch object or annotate(): %s queries it for every row of the list."
                    .formatted(missing.refinedPaths(), serializer)
                : "Add %s to this queryset: %s queries %s for every row of the list."
                    .formatted(missing.calls(), serializer, missing.paths()));
    issue.because(list.view().file(), list.at().place(), "The list is rendered by it");
    for (Access access : missing.accesses()) {
      issue.because(
          access.module().file(),
          access.place(),
          "Queries \"%s\" for every row".formatted(access.path()));
    }
  }
}
