package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.django.KeptFiles;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-file-field-files-not-deleted")
public class DjangoFileFieldFilesNotDeletedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    if (DeployedApplication.of(review.project()).isLibrary()) {
      return;
    }
    KeptFiles.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.field().file(),
                    each.field().place(),
                    "Delete the files of `%s.%s` when instances are deleted: Django keeps them for ever."
                        .formatted(each.model().name(), each.field().name())));
  }
}
