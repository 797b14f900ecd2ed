package org.pyreview.checks.deployment;

import org.pyreview.frameworks.monitoring.MonitoringLibrary;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.packages.DependencyLine;
import org.sonar.check.Rule;

@Rule(key = "monitoring-library-not-initialized")
public class MonitoringLibraryNotInitializedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    for (MonitoringLibrary library : MonitoringLibrary.all()) {
      DependencyLine.of(library.distribution(), project)
          .filter(line -> !library.isStartedIn(project))
          .ifPresent(
              line ->
                  review.report(
                      line.file(),
                      line.place(),
                      "%s, or remove %s: it is installed, but reports nothing."
                          .formatted(library.remedy(), library.distribution())));
    }
  }
}
