package org.pyreview.checks.deployment;

import org.pyreview.frameworks.environment.UndocumentedVariable;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "required-environment-variable-not-documented")
public class RequiredEnvironmentVariableNotDocumentedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    UndocumentedVariable.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Add %s to %s: without it the project doesn't start, and no file tells."
                        .formatted(each.name(), each.template())));
  }
}
