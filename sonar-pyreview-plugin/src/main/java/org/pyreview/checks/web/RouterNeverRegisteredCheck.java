package org.pyreview.checks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pyreview.frameworks.web.RouterModule;
import org.pyreview.frameworks.web.RouterModule.Router;
import org.pyreview.frameworks.web.Routers;
import org.pyreview.project.Completeness;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.check.Rule;

@Rule(key = "router-never-registered")
public class RouterNeverRegisteredCheck extends CrossFileCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RouterNeverRegisteredCheck.class);

  /** So many may have been forgotten even in a small project. */
  private static final int FEW = 3;

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
    Completeness known = Completeness.of("routers");
    List<Unused> unused = new ArrayList<>();
    for (Map.Entry<ProjectFile, RouterModule> each :
        review.project().facts(RouterModule.FACTS).entrySet()) {
      for (Router router : each.getValue().routers()) {
        if (routers.haveRoutesFor(each.getKey(), router)) {
          boolean isUsed = routers.isUsedElsewhere(each.getKey(), router);
          known = known.with(isUsed);
          if (!isUsed) {
            unused.add(new Unused(each.getKey(), router));
          }
        }
      }
    }
    if (known.suffices() || unused.size() <= FEW) {
      unused.stream()
          .filter(each -> !routers.isRepeated(each.file, each.router))
          .forEach(each -> report(each.file, each.router, review));
    } else {
      LOG.info(
          "Routers are not reviewed: for {} of {} nothing shows who registers them",
          known.unresolved(),
          known.unresolved() + known.resolved());
    }
  }

  /** A router that nothing takes. */
  private record Unused(ProjectFile file, Router router) {}

  private static void report(ProjectFile file, Router router, ProjectReview review) {
    review.report(
        file,
        router.place(),
        "Register \"%s\" with %s: nothing does, so its routes answer 404."
            .formatted(router.name(), router.registration()));
  }
}
