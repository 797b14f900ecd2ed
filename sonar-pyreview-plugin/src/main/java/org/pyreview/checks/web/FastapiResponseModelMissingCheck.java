package org.pyreview.checks.web;

import org.pyreview.frameworks.fastapi.UndeclaredAnswer;
import org.pyreview.frameworks.fastapi.UndeclaredAnswer.Content;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "fastapi-response-model-missing")
public class FastapiResponseModelMissingCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    for (UndeclaredAnswer each : UndeclaredAnswer.of(review.project())) {
      review
          .report(
              each.module().file(),
              each.function().place(),
              "Declare what `%s` returns, as a return annotation or `response_model`: %s."
                  .formatted(
                      each.function().name(),
                      each.content() == Content.QUERIED
                          ? "every column of what the query reads goes to the client"
                          : "nothing filters the fields of what goes to the client"))
          .because(each.module().file(), each.returned().place(), "This is what the client gets.");
    }
  }
}
