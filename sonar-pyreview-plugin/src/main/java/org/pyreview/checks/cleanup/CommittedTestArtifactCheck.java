package org.pyreview.checks.cleanup;

import java.util.regex.Pattern;
import org.pyreview.project.CommittedFiles;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "committed-test-artifact")
public class CommittedTestArtifactCheck implements ProjectRule {

  private static final Pattern ARTIFACT =
      Pattern.compile(
          "(?:^|/)(?:\\.coverage(?:\\.[^/]+)?$|coverage\\.(?:xml|json)$|htmlcov/|\\.(?:pytest|mypy|ruff)_cache/"
              + "|\\.tox/|\\.nox/|\\.hypothesis/|junit[^/]*\\.xml$|nosetests\\.xml$|\\.testmondata$)");

  @Override
  public void review(ProjectReview review) {
    CommittedFiles committed = CommittedFiles.of(review.project()).matching(ARTIFACT);
    if (!committed.isEmpty()) {
      review.reportOnProject(
          "Remove what test runs have left (git rm -r --cached) and add it to .gitignore: %s."
              .formatted(committed.listed()));
    }
  }
}
