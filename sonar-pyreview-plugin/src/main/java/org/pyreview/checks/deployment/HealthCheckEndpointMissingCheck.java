package org.pyreview.checks.deployment;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.container.ImageDelivery;
import org.pyreview.frameworks.monitoring.HealthEndpoint;
import org.pyreview.frameworks.web.BackendApplication;
import org.pyreview.frameworks.web.RootRoutes;
import org.pyreview.frameworks.web.WebRoutes;
import org.pyreview.project.ConfiguredPattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "health-check-endpoint-missing")
public class HealthCheckEndpointMissingCheck extends CodeCheck {

  @RuleProperty(
      key = "pathPattern",
      description = "Regular expression of the last part of paths that count",
      defaultValue = HealthEndpoint.PATHS)
  public String pathPattern = HealthEndpoint.PATHS;

  @RuleProperty(
      key = "minRoutes",
      description = "Routes from which an application needs one",
      defaultValue = "6")
  public int minRoutes = 6;

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    Optional<RootRoutes> root = RootRoutes.of(project);
    Optional<Pattern> lastPart =
        ConfiguredPattern.of("health-check-endpoint-missing.pathPattern", pathPattern);
    if (root.isEmpty() || lastPart.isEmpty() || !isAsked(project)) {
      return;
    }
    if (routes(project, root.get()) >= minRoutes && !HealthEndpoint.isIn(project, lastPart.get())) {
      review.report(
          root.get().file(),
          root.get().place(),
          "Add a route such as /healthz, so that whatever runs this application can ask whether it is well.");
    }
  }

  /** Whether the application runs under something that asks. */
  private static boolean isAsked(Project project) {
    return BackendApplication.of(project).isDeployed() && ImageDelivery.of(project).isKnown();
  }

  private static int routes(Project project, RootRoutes root) {
    RepositoryPart part = RepositoryParts.of(project).of(root.file());
    WebRoutes routes = WebRoutes.in(part, project);
    return root.isDjango()
        ? HealthEndpoint.djangoRoutes(part, project)
        : routes.flask() + routes.fastApi();
  }
}
