package org.pyreview.checks.web;

import java.util.List;
import org.pyreview.frameworks.web.RouterModule;
import org.pyreview.frameworks.web.RouterModule.Router;
import org.pyreview.frameworks.web.Routers;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.sonar.check.Rule;

@Rule(key = "router-never-registered")
public class RouterNeverRegisteredCheck extends CrossFileCheck {

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(RouterModule.FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    Routers routers = Routers.of(review.project());
    if (!routers.areAllKnown()) {
      return;
    }
    review
        .project()
        .facts(RouterModule.FACTS)
        .forEach(
            (file, module) ->
                module.routers().stream()
                    .filter(router -> routers.haveRoutesFor(file, router))
                    .filter(router -> !routers.isUsedElsewhere(file, router))
                    .forEach(router -> report(file, router, review)));
  }

  private static void report(ProjectFile file, Router router, ProjectReview review) {
    review.report(
        file,
        router.place(),
        "Register \"%s\" with %s: nothing does, so its routes answer 404."
            .formatted(router.name(), router.registration()));
  }
}
