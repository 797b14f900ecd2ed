package org.pyreview.checks.deployment;

import org.pyreview.frameworks.container.ImageBuild;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "dockerfile-copy-before-dependency-install")
public class DockerfileCopyBeforeDependencyInstallCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    for (ImageBuild build : ImageBuild.of(review.project())) {
      for (ImageBuild.EarlyCopy found : build.earlyCopies(review.project())) {
        review
            .report(
                build.file(),
                found.installation().place().orElseThrow(),
                "Copy only the files that declare dependencies before this, and the rest afterwards: now every change of the code installs everything anew.")
            .because(
                build.file(),
                found.copy().place().orElseThrow(),
                "This copies every file of the project.");
      }
    }
  }
}
