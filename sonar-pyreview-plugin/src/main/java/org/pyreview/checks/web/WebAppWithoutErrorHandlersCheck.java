package org.pyreview.checks.web;

import java.util.List;
import java.util.Optional;
import org.pyreview.frameworks.django.ErrorPages;
import org.pyreview.frameworks.web.ErrorHandlers;
import org.pyreview.frameworks.web.OwnError;
import org.pyreview.frameworks.web.WebApplication;
import org.pyreview.frameworks.web.WebRoutes;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "web-app-without-error-handlers")
public class WebAppWithoutErrorHandlersCheck extends CodeCheck {

  private static final int SHOWN = 3;

  @RuleProperty(
      key = "minRoutes",
      description = "Routes from which an application needs its own error handling",
      defaultValue = "10")
  public int minRoutes = 10;

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    if (DeployedApplication.of(project).isLibrary()) {
      return;
    }
    first(project, true).ifPresent(app -> checkFlask(app, review));
    first(project, false).ifPresent(app -> checkFastApi(app, review));
    ErrorPages.missing(project)
        .ifPresent(
            templates ->
                review.report(
                    templates.file(),
                    templates.place(),
                    "Add the templates 404.html and 500.html: without them users see a bare line of text when something goes wrong."));
  }

  private static Optional<WebApplication> first(Project project, boolean isFlask) {
    return WebApplication.of(project).stream().filter(app -> app.isFlask() == isFlask).findFirst();
  }

  /** The routes beside an application: a repository may hold several. */
  private static WebRoutes routes(WebApplication app, Project project) {
    return WebRoutes.in(RepositoryParts.of(project).of(app.module().file()), project);
  }

  private void checkFlask(WebApplication app, ProjectReview review) {
    WebRoutes routes = routes(app, review.project());
    ErrorHandlers handlers = ErrorHandlers.of(review.project());
    boolean answersJson = 2 * routes.flaskInJson() > routes.flask();
    if (routes.flaskWithoutResources() < minRoutes) {
      return;
    }
    if (!handlers.areInFlask()) {
      review.report(
          app.module().file(),
          app.call().place(),
          "Register error handlers for this application: errors of its %d routes are answered by pages of the library."
              .formatted(routes.flaskWithoutResources()));
    } else if (answersJson && !handlers.takeEverythingInFlask()) {
      review.report(
          app.module().file(),
          app.call().place(),
          "Register an error handler for Exception, too, besides %s: clients of this API get a page instead of JSON when something fails."
              .formatted(String.join(", ", handlers.ofFlask())));
    }
  }

  private void checkFastApi(WebApplication app, ProjectReview review) {
    boolean isSmall = routes(app, review.project()).fastApi() < minRoutes;
    if (isSmall || ErrorHandlers.of(review.project()).areInFastApi()) {
      return;
    }
    List<OwnError> errors = OwnError.uncaught(review.project());
    if (!errors.isEmpty()) {
      ProjectReview.Issue issue =
          review.report(
              app.module().file(),
              app.call().place(),
              "Add an exception handler for `%s`%s: clients get \"Internal Server Error\" when it is raised."
                  .formatted(
                      errors.get(0).name(),
                      errors.size() == 1
                          ? ""
                          : " and %d more of your exceptions".formatted(errors.size() - 1)));
      errors.stream()
          .limit(SHOWN)
          .forEach(
              each ->
                  issue.because(
                      each.file(),
                      each.place(),
                      "`%s` is raised here and caught nowhere.".formatted(each.name())));
    }
  }
}
