package org.pyreview.checks.workflow;

import java.util.Optional;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.packages.Changelog;
import org.pyreview.project.packages.ProjectVersion;
import org.sonar.check.Rule;

@Rule(key = "changelog-entry-missing")
public class ChangelogEntryMissingCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Optional<ProjectVersion> current = ProjectVersion.of(review.project());
    if (current.isPresent()) {
      Changelog.of(review.project())
          .filter(changelog -> !changelog.covers(current.get()))
          .ifPresent(
              changelog ->
                  review.report(
                      changelog.file(),
                      changelog.place(),
                      "Say here what version %s brings: the newest entry is about %s."
                          .formatted(current.get().text(), changelog.newest())));
    }
  }
}
