package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.AdminList;
import org.pyreview.frameworks.django.GrowingTables;
import org.pyreview.frameworks.django.OptionalAdmin;
import org.pyreview.frameworks.django.queries.Access;
import org.pyreview.frameworks.django.queries.AdminQueries;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-admin-list-query-per-row")
public class DjangoAdminListQueryPerRowCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    if (OptionalAdmin.isOf(review.project())) {
      return;
    }
    AdminQueries queries = new AdminQueries(review.project());
    Set<List<Object>> reported = new HashSet<>();
    GrowingTables tables = GrowingTables.of(review.project());
    for (AdminList list : AdminList.of(review.project())) {
      if (tables.grow(list.model())) {
        queries
            .perRow(list)
            .filter(missing -> reported.add(places(missing)))
            .ifPresent(missing -> report(list, missing, review));
      }
    }
  }

  /** Where it reads: a class that inherits all columns has nothing of its own to load. */
  private static List<Object> places(MissingLoad missing) {
    return missing.accesses().stream()
        .flatMap(
            each ->
                Stream.<Object>of(
                    each.module(), each.place(), each.path(), each.calls().get(0).place()))
        .toList();
  }

  private static void report(AdminList list, MissingLoad missing, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(
            list.admin().file(), list.admin().definition().place(), message(list, missing));
    list.admin()
        .method("get_queryset")
        .ifPresent(
            method ->
                issue.because(
                    method.owner().file(), method.value().place(), "Its queryset is made here"));
    Set<Access.Call> columns = new HashSet<>();
    for (Access access : missing.accesses()) {
      Access.Call column = access.calls().get(0);
      if (columns.add(column)) {
        issue.because(
            column.module().file(), column.place(), "The column \"%s\"".formatted(column.name()));
      }
      issue.because(
          access.module().file(),
          access.place(),
          "Queries \"%s\" for every row".formatted(access.path()));
    }
  }

  private static String message(AdminList list, MissingLoad missing) {
    String columns =
        missing.accesses().stream()
            .map(access -> '"' + access.calls().get(0).name() + '"')
            .distinct()
            .collect(Collectors.joining(", "));
    String admin = list.admin().name();
    if (!missing.prefetched().isEmpty() || !missing.refined().isEmpty()) {
      return "Load %s in get_queryset() of %s, with prefetch_related() or annotate(): the list queries it for %s of every row."
          .formatted(missing.everyPath(), admin, columns);
    }
    return "Add list_select_related = (%s) to %s: the list queries the database for %s of every row."
        .formatted(
            missing.joined().stream()
                .map(path -> '"' + path + '"')
                .collect(Collectors.joining(", ", "", missing.joined().size() == 1 ? "," : "")),
            admin,
            columns);
  }
}
