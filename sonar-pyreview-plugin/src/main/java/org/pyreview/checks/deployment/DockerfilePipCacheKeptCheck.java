package org.pyreview.checks.deployment;

import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "dockerfile-pip-cache-kept")
public class DockerfilePipCacheKeptCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    for (ImageBuild build : ImageBuild.of(review.project())) {
      build
          .cachesOfPip()
          .forEach(
              run ->
                  review.report(
                      build.file(),
                      run.place().orElseThrow(),
                      "Install with --no-cache-dir: pip's cache stays in this layer of the image."));
    }
  }
}
