package org.pyreview.checks.web;

import org.pyreview.frameworks.fastapi.CalledDependency;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "fastapi-dependency-called")
public class FastapiDependencyCalledCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    CalledDependency.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Pass `%s` itself, without calling it: the call runs once, on import, and FastAPI gets %s, which it can't call."
                        .formatted(each.dependency(), each.result())));
  }
}
