package org.pyreview.checks.deployment;

import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.packages.PackageIndex;
import org.sonar.check.Rule;

@Rule(key = "dependency-index-insecure")
public class DependencyIndexInsecureCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    PackageIndex.risky(review.project())
        .forEach(
            found ->
                review.report(
                    found.file(),
                    found.place(),
                    switch (found.risk()) {
                      case PLAIN ->
                          "Install packages over HTTPS with its certificate checked: whoever is on the way can replace them.";
                      case SECOND ->
                          "Use one index that has all packages instead of a second one%s: of two packages with the same name the higher version is installed, whoever published it."
                              .formatted(found.host().isEmpty() ? "" : " (" + found.host() + ")");
                    }));
  }
}
