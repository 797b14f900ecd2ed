package org.pyreview.checks.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pyreview.frameworks.django.urls.DjangoRouteReferences;
import org.pyreview.frameworks.django.urls.DjangoRoutes;
import org.pyreview.frameworks.flask.FlaskRouteReferences;
import org.pyreview.frameworks.flask.FlaskRoutes;
import org.pyreview.frameworks.web.NamedRoute;
import org.pyreview.frameworks.web.RouteReference;
import org.pyreview.project.Completeness;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "route-name-not-found")
public class RouteNameNotFoundCheck extends CodeCheck {

  /** So few are reported, whatever their share of the names. */
  private static final int FEW = 5;

  @Override
  public void review(ProjectReview review) {
    DjangoRoutes django = DjangoRoutes.of(review.project());
    if (django.areKnown()) {
      List<RouteReference> own = named(DjangoRouteReferences.of(review.project()), django::isOwn);
      List<RouteReference> missing = named(own, django::isMissing);
      if (isEnoughKnown(own, django::isFound, missing, review)) {
        missing.forEach(each -> report(each, django.all(), "route", "NoReverseMatch", review));
      }
    }
    FlaskRoutes flask = FlaskRoutes.of(review.project());
    if (flask.areKnown()) {
      List<RouteReference> own = named(FlaskRouteReferences.of(review.project()), flask::isOwn);
      List<RouteReference> missing = named(own, flask::isMissing);
      if (isEnoughKnown(own, flask::isFound, missing, review)) {
        missing.forEach(each -> report(each, flask.all(), "endpoint", "BuildError", review));
      }
    }
  }

  private static List<RouteReference> named(
      List<RouteReference> references, Predicate<String> isMeant) {
    return references.stream().filter(each -> isMeant.test(each.name())).toList();
  }

  /** Where many names lead nowhere, the routes are made in a way that isn't understood. */
  private static boolean isEnoughKnown(
      List<RouteReference> own,
      Predicate<String> isFound,
      List<RouteReference> missing,
      ProjectReview review) {
    Completeness known = Completeness.of("names of routes");
    for (RouteReference each : own) {
      known = known.with(isFound.test(each.name()));
    }
    return missing.size() <= FEW || review.knowsEnough(known);
  }

  private static void report(
      RouteReference reference,
      List<NamedRoute> routes,
      String noun,
      String error,
      ProjectReview review) {
    Optional<NamedRoute> meant = reference.closest(routes).or(() -> namesake(reference, routes));
    ProjectReview.Issue issue =
        review.report(
            reference.file(),
            reference.place(),
            "Name %s: there is no %s \"%s\", so this raises %s."
                .formatted(
                    meant.map(each -> "\"" + each.name() + "\"").orElse("an existing " + noun),
                    noun,
                    reference.name(),
                    error));
    meant
        .filter(each -> each.place() != null)
        .ifPresent(
            each ->
                issue.because(
                    each.file(), each.place(), "\"%s\" is defined here".formatted(each.name())));
  }

  /** The only route that has the same name in another namespace. */
  private static Optional<NamedRoute> namesake(RouteReference reference, List<NamedRoute> routes) {
    String plain = reference.name().replaceFirst(".*[:.]", "");
    List<NamedRoute> same =
        routes.stream()
            .filter(each -> each.name().replaceFirst(".*[:.]", "").equals(plain))
            .toList();
    return same.stream().map(NamedRoute::place).distinct().count() == 1
        ? Optional.of(same.get(0))
        : Optional.empty();
  }
}
