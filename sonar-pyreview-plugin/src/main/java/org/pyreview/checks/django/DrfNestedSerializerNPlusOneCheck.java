package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.Set;
import org.pyreview.frameworks.django.queries.Access;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.SerializerQueries;
import org.pyreview.frameworks.django.rest.ListViews;
import org.pyreview.frameworks.django.rest.ListViews.ListView;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
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
      queries.perRow(list).ifPresent(missing -> report(list, missing, reported, review));
    }
  }

  private static void report(
      ListView list, MissingLoad missing, Set<String> reported, ProjectReview review) {
    // Views with other models share the queryset of a mixin: only this one can load for its own.
    boolean isShared = list.sharesWithOthers(missing.module(), missing.origin().place());
    ProjectFile file = isShared ? list.view().file() : missing.module().file();
    Place place = isShared ? list.view().definition().place() : missing.origin().place();
    if (!reported.add(file + " " + place)) {
      return;
    }
    String serializer = list.serializer().name();
    String queryset = isShared ? "the queryset of this view" : "this queryset";
    ProjectReview.Issue issue =
        review.report(
            file,
            place,
            missing.calls().isEmpty()
                ? "Load %s for all rows at once, with a Prefetch object or annotate(): %s queries it for every row of the list."
                    .formatted(missing.refinedPaths(), serializer)
                : "Add %s to %s: %s queries %s for every row of the list."
                    .formatted(missing.calls(), queryset, serializer, missing.paths()));
    issue.because(list.view().file(), list.at().place(), "The list is rendered by it");
    if (isShared) {
      issue.because(
          missing.module().file(), missing.origin().place(), "The queryset comes from here");
    }
    for (Access access : missing.accesses()) {
      issue.because(
          access.module().file(),
          access.place(),
          "Queries \"%s\" for every row".formatted(access.path()));
    }
  }
}
