package org.pyreview.checks.web;

import org.pyreview.frameworks.web.ImportedApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectReview.Issue;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "fastapi-routes-on-imported-app")
public class FastapiRoutesOnImportedAppCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    ImportedApplication.of(review.project()).forEach(each -> report(each, review));
  }

  private static void report(ImportedApplication found, ProjectReview review) {
    Issue issue =
        review.report(
            found.file(),
            found.routes().get(0),
            "Register these routes on %s of this file's own instead of the imported `%s`: %s has to import this file back before they exist."
                .formatted(
                    (found.isFlask() ? "a " : "an ") + found.router(),
                    found.application(),
                    found.home()));
    found
        .routes()
        .subList(1, found.routes().size())
        .forEach(route -> issue.because(found.file(), route, "Another route of the file."));
    issue.because(found.home(), found.made(), "The application is made here.");
  }
}
