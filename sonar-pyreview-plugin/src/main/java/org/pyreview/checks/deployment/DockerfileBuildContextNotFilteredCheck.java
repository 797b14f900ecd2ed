package org.pyreview.checks.deployment;

import java.util.List;
import java.util.Set;
import org.pyreview.frameworks.container.BuildContext;
import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "dockerfile-build-context-not-filtered")
public class DockerfileBuildContextNotFilteredCheck extends CodeCheck {

  @RuleProperty(
      key = "requiredExclusions",
      description = "What has to stay out of the context, separated by commas",
      defaultValue = ".env,.git,.venv,__pycache__")
  public String requiredExclusions = ".env,.git,.venv,__pycache__";

  @Override
  public void review(ProjectReview review) {
    Set<String> required = Set.of(requiredExclusions.replace(" ", "").split(","));
    for (ImageBuild build : ImageBuild.of(review.project())) {
      build
          .contextCopy()
          .ifPresent(
              copy -> {
                BuildContext context = BuildContext.of(build, review.project());
                List<String> open = context.leaking(required);
                // Bytecode alone harms nobody.
                if (!open.isEmpty() && !open.equals(List.of("__pycache__"))) {
                  review.report(
                      build.file(),
                      copy.place().orElseThrow(),
                      context.isFiltered()
                          ? "Add %s to .dockerignore: this copies them into the image, where everybody who gets it can read them."
                              .formatted(String.join(", ", open))
                          : "Add a .dockerignore with %s: this copies them into the image, where everybody who gets it can read them."
                              .formatted(String.join(", ", open)));
                }
              });
    }
  }
}
