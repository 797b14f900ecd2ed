package org.pyreview.checks.deployment;

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
      StaticFiles.missing(review.project())
          .ifPresent(found -> review.report(found.file(), found.place(), message(found)));
    }
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
