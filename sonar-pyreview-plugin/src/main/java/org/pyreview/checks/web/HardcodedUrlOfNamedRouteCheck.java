package org.pyreview.checks.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.django.urls.DjangoRouteReferences;
import org.pyreview.frameworks.django.urls.DjangoRoutes;
import org.pyreview.frameworks.flask.FlaskRouteReferences;
import org.pyreview.frameworks.flask.FlaskRoutes;
import org.pyreview.frameworks.web.FrontEndPaths;
import org.pyreview.frameworks.web.MountPath;
import org.pyreview.frameworks.web.NamedRoute;
import org.pyreview.frameworks.web.WrittenUrls;
import org.pyreview.frameworks.web.WrittenUrls.Use;
import org.pyreview.project.Habit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "hardcoded-url-of-named-route")
public class HardcodedUrlOfNamedRouteCheck extends CodeCheck {

  /**
   * A route and how to ask for its URL.
   *
   * @param isDjango whether reverse() and the url tag name it, rather than url_for()
   */
  private record Answer(NamedRoute route, boolean isDjango) {

    String inCode(Use use) {
      String name = "\"" + route.name() + "\"";
      boolean hasParameters = route.pattern().parameters() > 0;
      if (!isDjango) {
        return "url_for(%s%s)".formatted(name, hasParameters ? ", …" : "");
      }
      String function = use.isImport() ? "reverse_lazy" : "reverse";
      return "%s(%s%s)".formatted(function, name, hasParameters ? ", args=[…]" : "");
    }

    String inTemplate() {
      boolean hasParameters = route.pattern().parameters() > 0;
      return isDjango
          ? "{%% url \"%s\"%s %%}".formatted(route.name(), hasParameters ? " …" : "")
          : "{{ url_for(\"%s\"%s) }}".formatted(route.name(), hasParameters ? ", …" : "");
    }
  }

  @Override
  public void review(ProjectReview review) {
    DjangoRoutes django = DjangoRoutes.of(review.project());
    FlaskRoutes flask = FlaskRoutes.of(review.project());
    boolean areKnown = django.areKnown() || flask.areKnown();
    if (!areKnown || !MountPath.isProvidedFor(review.project())) {
      return;
    }
    Habit habit = review.habit();
    habit.looked(DjangoRouteReferences.of(review.project()).size());
    habit.looked(FlaskRouteReferences.of(review.project()).size());
    List<Use> inCode = WrittenUrls.inCode(review.project());
    habit.looked(inCode.size());
    FrontEndPaths frontEnds = FrontEndPaths.of(review.project());
    inCode.stream()
        .filter(use -> !frontEnds.contain(use.url()))
        .filter(use -> !use.url().isRoot() || use.isRedirect())
        .forEach(
            use ->
                answer(use, django, flask)
                    .ifPresent(answer -> add(use, answer.route(), answer.inCode(use), habit)));
    WrittenUrls.inTemplates(review.project())
        .forEach(
            uses -> {
              habit.looked(uses.size());
              checkTemplate(uses, django, flask, habit);
            });
    habit.report(
        number ->
            "Build links by the names of their routes: %d of them write out the path of a route, and"
                    .formatted(number)
                + " leave the site where it is served below a path.");
  }

  private static Optional<Answer> answer(Use use, DjangoRoutes django, FlaskRoutes flask) {
    return django
        .answering(use.url())
        .map(route -> new Answer(route, true))
        .or(() -> flask.answering(use.url()).map(route -> new Answer(route, false)));
  }

  private static void checkTemplate(
      List<Use> uses, DjangoRoutes django, FlaskRoutes flask, Habit habit) {
    Map<String, ProjectReview.Issue> byRoute = new HashMap<>();
    for (Use use : uses) {
      Optional<Answer> answer = use.url().isRoot() ? Optional.empty() : answer(use, django, flask);
      if (answer.isPresent()) {
        NamedRoute route = answer.get().route();
        ProjectReview.Issue earlier = byRoute.get(route.name());
        if (earlier == null) {
          byRoute.put(route.name(), add(use, route, answer.get().inTemplate(), habit));
        } else {
          earlier.because(use.file(), use.place(), "The same route again");
        }
      }
    }
  }

  private static ProjectReview.Issue add(Use use, NamedRoute route, String instead, Habit habit) {
    return habit
        .found(
            use.file(),
            use.place(),
            "Write %s here: this link leaves the site where it is served below a path."
                .formatted(instead))
        .because(
            route.file(), route.place(), "The route \"%s\" has this path".formatted(route.name()));
  }
}
