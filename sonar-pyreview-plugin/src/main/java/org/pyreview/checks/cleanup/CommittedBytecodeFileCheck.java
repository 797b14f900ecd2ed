package org.pyreview.checks.cleanup;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.GitTree;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.python.ModulePath;
import org.sonar.check.Rule;

@Rule(key = "committed-bytecode-file")
public class CommittedBytecodeFileCheck implements ProjectRule {

  private static final Pattern BYTECODE =
      Pattern.compile("(^|/)__pycache__/|\\.py[co]$|\\$py\\.class$");
  private static final Set<String> FIXTURE_FOLDERS = Set.of("fixtures", "testdata");
  private static final int NAMED = 5;

  @Override
  public void review(ProjectReview review) {
    List<String> committed =
        review.project().git().map(GitTree::paths).orElse(List.of()).stream()
            .filter(path -> BYTECODE.matcher(path).find())
            .filter(path -> !isTestInput(path))
            .toList();
    if (!committed.isEmpty()) {
      review.reportOnProject(message(committed));
    }
  }

  private static boolean isTestInput(String path) {
    return ModulePath.of(path).isBelow(FIXTURE_FOLDERS);
  }

  private static String message(List<String> committed) {
    int more = committed.size() - NAMED;
    return "Remove the committed bytecode (git rm -r --cached) and add __pycache__/ and *.py[cod] to .gitignore: %d %s, %s%s."
        .formatted(
            committed.size(),
            committed.size() == 1 ? "file" : "files",
            String.join(", ", committed.subList(0, Math.min(NAMED, committed.size()))),
            more > 0 ? " and %d more".formatted(more) : "");
  }
}
