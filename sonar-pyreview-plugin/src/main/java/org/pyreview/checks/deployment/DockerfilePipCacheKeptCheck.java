package org.pyreview.checks.deployment;

import java.util.List;
import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.frameworks.container.ImageDelivery;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.sonar.check.Rule;

@Rule(key = "dockerfile-pip-cache-kept")
public class DockerfilePipCacheKeptCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    // What nobody fetches costs only the disk of the one who built it.
    if (!ImageDelivery.of(review.project()).isKnown()) {
      return;
    }
    for (ImageBuild build : ImageBuild.of(review.project())) {
      check(build, review);
    }
  }

  private static void check(ImageBuild build, ProjectReview review) {
    List<Instruction> caches = build.cachesOfPip();
    if (!caches.isEmpty()) {
      ProjectReview.Issue issue =
          review.report(
              build.file(),
              caches.get(0).place().orElseThrow(),
              "Install with --no-cache-dir: pip's cache stays in this layer of the image.");
      caches.stream()
          .skip(1)
          .forEach(
              each ->
                  issue.because(
                      build.file(), each.place().orElseThrow(), "This leaves some, too."));
    }
  }
}
