package org.pyreview.checks.deployment;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.frameworks.container.InstalledPackages;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "dockerfile-build-tools-in-final-image")
public class DockerfileBuildToolsInFinalImageCheck implements ProjectRule {

  private static final String TOOLS =
      "build-essential,gcc,g++,build-base,make,python3-dev,musl-dev";

  /** Images of Python that have compilers and headers themselves: without -slim or -alpine. */
  private static final Pattern WITH_COMPILERS =
      Pattern.compile(
          "(?:.*/)?python(?::(?:[\\d.]+|latest)?-?(?:bookworm|bullseye|buster|stretch|trixie)?)?");

  @RuleProperty(
      key = "packages",
      description = "Packages of the system that only a build needs, separated by commas",
      defaultValue = TOOLS)
  public String packages = TOOLS;

  @Override
  public void review(ProjectReview review) {
    if (Hosting.of(review.project()).makesProjects()) {
      // It installs what the new project needs, where it runs.
      return;
    }
    Set<String> tools =
        Arrays.stream(packages.split(",")).map(String::strip).collect(Collectors.toSet());
    ImageBuild.of(review.project()).stream()
        // An image without files of the project is for others to work in.
        .filter(build -> build.dockerfile().copiesFiles())
        .filter(build -> !WITH_COMPILERS.matcher(build.finalStages().get(0).image()).matches())
        .forEach(build -> check(build, tools, review));
  }

  private static void check(ImageBuild build, Set<String> tools, ProjectReview review) {
    List<InstalledPackages> found =
        InstalledPackages.of(build).stream()
            .filter(installed -> !installed.neededForBuilds(tools).isEmpty())
            .toList();
    if (found.isEmpty()) {
      return;
    }
    List<String> names =
        found.stream().flatMap(each -> each.neededForBuilds(tools).stream()).distinct().toList();
    ProjectReview.Issue issue =
        review.report(
            build.file(),
            found.get(0).place(),
            "Build in a stage of its own and copy the result: %s stay in the image."
                .formatted(String.join(", ", names)));
    found.stream()
        .skip(1)
        .forEach(each -> issue.because(build.file(), each.place(), "This installs some, too."));
  }
}
