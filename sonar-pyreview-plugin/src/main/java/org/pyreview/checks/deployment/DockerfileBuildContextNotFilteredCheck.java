package org.pyreview.checks.deployment;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.container.BuildContext;
import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.project.Mentions;
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

  /**
   * Whether nothing in the project speaks of a Dockerfile with a name of its own: a platform builds
   * it, from a clean checkout.
   */
  private static boolean isBuiltElsewhere(ImageBuild build, ProjectReview review) {
    String name = build.file().name();
    Pattern word = Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])");
    Mentions mentions = Mentions.of(review.project());
    return name.matches("Dockerfile[.-].*")
        && !mentions.areInOperation(word, file -> !file.path().equals(build.file().path()))
        && !mentions.areInDocuments(word);
  }

  @Override
  public void review(ProjectReview review) {
    Set<String> required = Set.of(requiredExclusions.replace(" ", "").split(","));
    for (ImageBuild build : ImageBuild.of(review.project())) {
      if (isBuiltElsewhere(build, review)) {
        continue;
      }
      build
          .contextCopy()
          .ifPresent(
              copy -> {
                BuildContext context = BuildContext.of(build, review.project());
                List<String> open = context.leaking(required);
                if (context.isHarmful(open)) {
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
