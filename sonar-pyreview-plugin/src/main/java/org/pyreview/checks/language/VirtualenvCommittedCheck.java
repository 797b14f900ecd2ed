package org.pyreview.checks.language;

import java.util.Set;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.packages.VirtualEnvironment;
import org.sonar.check.Rule;

@Rule(key = "virtualenv-committed")
public class VirtualenvCommittedCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    Set<String> committed = VirtualEnvironment.committed(review.project());
    committed.forEach(
        folder ->
            review.reportOnProject(
                "Remove the virtual environment %s from git (git rm -r --cached %s) and add it to .gitignore: it works on no other machine."
                    .formatted(folder, folder)));
    if (committed.isEmpty() && review.project().git().isPresent()) {
      GitIgnore ignored = GitIgnore.of(review.project());
      VirtualEnvironment.instruction(review.project())
          .filter(each -> !ignored.ignoresFolder(each.path()))
          .ifPresent(
              each ->
                  review.report(
                      each.file(),
                      each.place(),
                      "Add %s/ to .gitignore: whoever follows this can commit the environment by accident."
                          .formatted(each.path())));
    }
  }
}
