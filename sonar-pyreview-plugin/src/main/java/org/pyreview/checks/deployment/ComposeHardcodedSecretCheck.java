package org.pyreview.checks.deployment;

import java.util.List;
import org.pyreview.frameworks.container.ComposeSecret;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "compose-hardcoded-secret")
public class ComposeHardcodedSecretCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    for (List<ComposeSecret> all : ComposeSecret.byService(review.project())) {
      ComposeSecret first = all.get(0);
      ProjectReview.Issue issue =
          review.report(
              first.service().file(),
              first.place(),
              "Take %s of `%s` out of this file, and pass a variable or a secret: everybody who reads the repository knows the value."
                  .formatted(
                      String.join(", ", all.stream().map(ComposeSecret::key).distinct().toList()),
                      first.service().name()));
      all.stream()
          .skip(1)
          .forEach(
              each ->
                  issue.because(each.service().file(), each.place(), "This is written out, too."));
    }
  }
}
