package org.pyreview.checks.deployment;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.frameworks.container.InstalledPackages;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "dockerfile-build-tools-in-final-image")
public class DockerfileBuildToolsInFinalImageCheck implements ProjectRule {

  private static final String TOOLS =
      "build-essential,gcc,g++,build-base,make,python3-dev,musl-dev";

  @RuleProperty(
      key = "packages",
      description = "Packages of the system that only a build needs, separated by commas",
      defaultValue = TOOLS)
  public String packages = TOOLS;

  @Override
  public void review(ProjectReview review) {
    Set<String> tools =
        Arrays.stream(packages.split(",")).map(String::strip).collect(Collectors.toSet());
    for (ImageBuild build : ImageBuild.of(review.project())) {
      for (InstalledPackages installed : InstalledPackages.of(build)) {
        if (!installed.neededForBuilds(tools).isEmpty()) {
          review.report(
              build.file(),
              installed.place(),
              "Build in a stage of its own and copy the result: %s stay in the image."
                  .formatted(String.join(", ", installed.neededForBuilds(tools))));
        }
      }
    }
  }
}
