package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.Access;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.SerializerQueries;
import org.pyreview.frameworks.django.queries.SerializerQueries.RowQueries;
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
      queries.perRow(list).ifPresent(each -> report(list, each, reported, review));
    }
  }

  private static void report(
      ListView list, RowQueries queries, Set<String> reported, ProjectReview review) {
    MissingLoad missing = queries.load();
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
            "Add %s to %s: %s queries %s for every row of the list."
                .formatted(calls(queries), queryset, serializer, paths(queries)));
    issue.because(list.view().file(), list.at().place(), "The list is rendered by it");
    if (isShared) {
      issue.because(
          missing.module().file(), missing.origin().place(), "The queryset comes from here");
    }
    for (Access access : missing.accesses()) {
      issue.because(
          access.module().file(),
          access.place(),
          (queries.counted().contains(access.path())
                  ? "Counts \"%s\" for every row: read the annotation instead"
                  : "Queries \"%s\" for every row")
              .formatted(access.path()));
    }
  }

  private static String calls(RowQueries queries) {
    // Counts over several joins would count each row several times.
    String distinct = queries.counted().size() > 1 ? ", distinct=True" : "";
    String counts =
        queries.counted().stream()
            .map(path -> "Count(\"%s\"%s)".formatted(path, distinct))
            .collect(Collectors.joining(", ", "annotate(", ")"));
    return Stream.of(queries.load().calls(), queries.counted().isEmpty() ? "" : counts)
        .filter(call -> !call.isEmpty())
        .collect(Collectors.joining("."));
  }

  private static String paths(RowQueries queries) {
    Set<String> all = new TreeSet<>(queries.counted());
    all.addAll(queries.load().joined());
    all.addAll(queries.load().prefetched());
    return all.stream().map(path -> '"' + path + '"').collect(Collectors.joining(", "));
  }
}
