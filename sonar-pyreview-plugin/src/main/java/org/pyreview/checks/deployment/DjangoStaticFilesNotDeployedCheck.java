package org.pyreview.checks.deployment;

import java.util.List;
import org.pyreview.frameworks.django.settings.StaticFiles;
import org.pyreview.frameworks.web.BackendApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-static-files-not-deployed")
public class DjangoStaticFilesNotDeployedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    if (BackendApplication.of(review.project()).isDeployed()) {
      List<StaticFiles> missing = StaticFiles.missing(review.project());
      missing.stream().limit(1).forEach(first -> report(first, missing, review));
    }
  }

  private static void report(StaticFiles first, List<StaticFiles> missing, ProjectReview review) {
    ProjectReview.Issue issue = review.report(first.file(), first.place(), message(first));
    missing.stream()
        .skip(1)
        .forEach(
            each -> issue.because(each.file(), each.place(), "Servers use these settings, too."));
  }

  private static String message(StaticFiles found) {
    return switch (found.gap()) {
      case ROOT ->
          "Set STATIC_ROOT and run collectstatic when you deploy: the servers have no static files.";
      case COLLECTION ->
          "Run collectstatic when you deploy: nothing in the project does, so STATIC_ROOT stays empty.";
      case SERVER ->
          "Serve the collected static files, with WhiteNoise for example: Django doesn't without DEBUG, and nothing else in the project does.";
    };
  }
}
