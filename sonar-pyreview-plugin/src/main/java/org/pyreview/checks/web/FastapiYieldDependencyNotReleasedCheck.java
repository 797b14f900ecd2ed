package org.pyreview.checks.web;

import org.pyreview.frameworks.fastapi.YieldDependency;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectReview.Issue;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "fastapi-yield-dependency-not-released")
public class FastapiYieldDependencyNotReleasedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    YieldDependency.of(review.project()).forEach(each -> report(each, review));
  }

  private static void report(YieldDependency found, ProjectReview review) {
    String name = found.resource();
    Issue issue =
        review.report(
            found.file(),
            found.place(),
            found.cleanup().isPresent()
                ? "Yield `%s` inside try and finally, or open it in a with statement: an error in the endpoint skips what follows."
                    .formatted(name)
                : "Open `%s` in a with statement, or close it in a finally clause around this yield: nothing closes it."
                    .formatted(name));
    found
        .cleanup()
        .ifPresent(call -> issue.because(found.file(), call.place(), "An error never gets here."));
  }
}
