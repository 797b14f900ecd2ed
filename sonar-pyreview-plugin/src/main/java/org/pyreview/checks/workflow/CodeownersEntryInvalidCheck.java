package org.pyreview.checks.workflow;

import org.pyreview.project.CodeOwners;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "codeowners-entry-invalid")
public class CodeownersEntryInvalidCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    CodeOwners.invalid(review.project())
        .forEach(
            entry ->
                review.report(
                    entry.file(),
                    entry.place(),
                    switch (entry.flaw()) {
                      case NO_OWNER ->
                          "Name an owner behind `%s`, such as @team: without one nobody is asked to review."
                              .formatted(entry.pattern());
                      case NO_FILE ->
                          "Correct or remove `%s`: no file of the repository matches it, so nobody is asked to review."
                              .formatted(entry.pattern());
                    }));
  }
}
