package org.pyreview.checks.deployment;

import org.pyreview.frameworks.container.HealthProbes;
import org.pyreview.frameworks.container.ImageDelivery;
import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "container-health-check-missing")
public class ContainerHealthCheckMissingCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    HealthProbes probes = HealthProbes.of(review.project());
    if (probes.areSomewhereElse() || !ImageDelivery.of(review.project()).isKnown()) {
      return;
    }
    StartCommand.of(review.project()).stream()
        .filter(StartCommand::isWebServer)
        .flatMap(command -> command.image().stream())
        .distinct()
        .filter(image -> !probes.areIn(image.dockerfile()))
        .filter(image -> !image.runsWorkers(review.project()))
        .forEach(
            image ->
                review.report(
                    image.dockerfile(),
                    image.place(),
                    "Define a HEALTHCHECK for this image: a server that hangs keeps getting requests."));
  }
}
