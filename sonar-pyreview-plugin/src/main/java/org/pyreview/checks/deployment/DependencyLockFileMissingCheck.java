package org.pyreview.checks.deployment;

import java.util.Optional;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.packages.DeclaredDependencies;
import org.pyreview.project.packages.LockFile;
import org.sonar.check.Rule;

@Rule(key = "dependency-lock-file-missing")
public class DependencyLockFileMissingCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    DeployedApplication application = DeployedApplication.of(project);
    // Who installs a published package gets what fits the other packages there.
    boolean isInstalledByOthers = application.isPackaged() && Hosting.of(project).isLeftToOthers();
    if (application.isDeployed() && !isInstalledByOthers) {
      DeclaredDependencies.of(project).forEach(each -> check(each, review));
    }
  }

  private static void check(DeclaredDependencies declared, ProjectReview review) {
    Optional<LockFile> lock = LockFile.of(declared.file());
    if (lock.isEmpty()) {
      boolean isOpen = declared.all().stream().anyMatch(each -> !each.isPinned());
      if (isOpen && !LockFile.isReplacedByRequirements(review.project())) {
        review.report(
            declared.file(),
            declared.place(),
            "Commit a lock file for these dependencies: each installation gets other versions than the one you tested.");
      }
      return;
    }
    if (GitIgnore.of(review.project()).ignoresFile(lock.get().file().toString())) {
      review.report(
          declared.file(),
          declared.place(),
          "Take %s out of .gitignore and commit it: others install other versions."
              .formatted(lock.get().file().name()));
      return;
    }
    if (lock.get().isKnown()) {
      declared.all().stream()
          .filter(each -> !lock.get().names().contains(each.name()))
          .findFirst()
          .ifPresent(
              each ->
                  review.report(
                      declared.file(),
                      each.place(),
                      "Lock the dependencies again: %s does not know %s."
                          .formatted(lock.get().file().name(), each.name())));
    }
  }
}
