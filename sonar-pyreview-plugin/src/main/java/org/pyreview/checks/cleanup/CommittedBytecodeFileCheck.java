package org.pyreview.checks.cleanup;

import java.util.regex.Pattern;
import org.pyreview.project.CommittedFiles;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "committed-bytecode-file")
public class CommittedBytecodeFileCheck implements ProjectRule {

  private static final Pattern BYTECODE =
      Pattern.compile("(^|/)__pycache__/|\\.py[co]$|\\$py\\.class$");

  @Override
  public void review(ProjectReview review) {
    CommittedFiles committed = CommittedFiles.of(review.project()).matching(BYTECODE);
    if (!committed.isEmpty()) {
      review.reportOnProject(
          "Remove the committed bytecode (git rm -r --cached) and add __pycache__/ and *.py[cod] to .gitignore: %s."
              .formatted(committed.listed()));
    }
  }
}
