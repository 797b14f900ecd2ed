package org.pyreview.checks.deployment;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
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
    Map<String, ProjectReview.Issue> reported = new HashMap<>();
    for (PythonRelease release : PythonRelease.of(review.project())) {
      boolean isOld =
          minimum.filter(least -> release.version().compareTo(least) < 0).isPresent()
              && lastWork.filter(release::isSupportedOn).isEmpty();
      if (release.isNamedByPath() || (!isOld && !release.version().isPreliminary())) {
        continue;
      }
      // Wherever it stands, one decision ends it.
      ProjectReview.Issue known = reported.get(release.text());
      if (known == null) {
        reported.put(release.text(), report(release, review));
      } else {
        known.because(release.file(), release.place(), "It is used here, too.");
      }
    }
  }

  private ProjectReview.Issue report(PythonRelease release, ProjectReview review) {
    return review.report(
        release.file(),
        release.place(),
        release.version().isPreliminary()
            ? "Use a final release instead of Python %s: it gets no fixes."
                .formatted(release.text())
            : "Use Python %s or newer: %s gets no security fixes any more."
                .formatted(minimumVersion, release.text()));
  }
}
