package org.pyreview.checks.web;

import java.util.List;
import org.pyreview.frameworks.web.RouterModule;
import org.pyreview.frameworks.web.Routers;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
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
    Routers.of(review.project())
        .unregistered()
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.router().place(),
                    "Register \"%s\" with %s: nothing does, so its routes answer 404."
                        .formatted(each.router().name(), each.router().registration())));
  }
}
