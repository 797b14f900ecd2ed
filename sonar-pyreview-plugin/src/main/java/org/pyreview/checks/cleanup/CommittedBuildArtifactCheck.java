package org.pyreview.checks.cleanup;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.CommittedFiles;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.python.ModulePath;
import org.sonar.check.Rule;

@Rule(key = "committed-build-artifact")
public class CommittedBuildArtifactCheck implements ProjectRule {

  private static final Pattern ARTIFACT =
      Pattern.compile(
          "(?:^|/)(?:[^/]+\\.egg-info/|[^/]+\\.(?:egg|whl)$|build/(?:lib|bdist\\.[^/]+|scripts-[^/]+)/"
              + "|dist/[^/]+-\\d[^/]*\\.(?:tar\\.gz|zip)$|pip-wheel-metadata/|__pypackages__/)");
  private static final Set<String> VENDORED =
      Set.of("wheels", "wheelhouse", "vendor", "vendored", "third_party", "packages");

  @Override
  public void review(ProjectReview review) {
    CommittedFiles committed =
        CommittedFiles.of(review.project())
            .matching(ARTIFACT)
            .where(path -> !ModulePath.of(path).isBelow(VENDORED))
            .where(path -> !isInstalled(path, review.project()));
    if (!committed.isEmpty()) {
      review.reportOnProject(
          "Remove what a build has made (git rm -r --cached) and add build/, dist/ and *.egg-info/ to .gitignore: %s."
              .formatted(committed.listed()));
    }
  }

  /** A wheel that an image or a requirement installs is there on purpose. */
  private static boolean isInstalled(String path, Project project) {
    String name = ModulePath.of(path).fileName();
    return name.endsWith(".whl")
        && Mentions.of(project).areInOperation(Pattern.compile(Pattern.quote(name)));
  }
}
