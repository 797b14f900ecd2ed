package org.pyreview.checks.deployment;

import java.time.LocalDate;
import java.util.Optional;
import org.pyreview.frameworks.container.PythonRelease;
import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.packages.Version;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "python-version-unsupported")
public class PythonVersionUnsupportedCheck implements ProjectRule {

  private static final String OLDEST = "3.10";

  @RuleProperty(
      key = "minimumVersion",
      description = "The oldest release that is accepted",
      defaultValue = OLDEST)
  public String minimumVersion = OLDEST;

  @Override
  public void review(ProjectReview review) {
    Optional<Version> minimum = Version.of(minimumVersion);
    // Nobody has worked on a project since its release ended: nobody would read this either.
    Optional<LocalDate> lastWork = History.of(review.project()).map(History::day);
    for (PythonRelease release : PythonRelease.of(review.project())) {
      if (release.version().isPreliminary()) {
        review.report(
            release.file(),
            release.place(),
            "Use a final release instead of Python %s: it gets no fixes."
                .formatted(release.text()));
      } else if (minimum.filter(least -> release.version().compareTo(least) < 0).isPresent()
          && lastWork.filter(release::isSupportedOn).isEmpty()) {
        review.report(
            release.file(),
            release.place(),
            "Use Python %s or newer: %s gets no security fixes any more."
                .formatted(minimumVersion, release.text()));
      }
    }
  }
}
