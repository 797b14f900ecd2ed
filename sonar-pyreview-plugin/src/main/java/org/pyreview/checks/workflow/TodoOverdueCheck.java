package org.pyreview.checks.workflow;

import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.packages.ExpiredMarker;
import org.sonar.check.Rule;

@Rule(key = "todo-overdue")
public class TodoOverdueCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    ExpiredMarker.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    each.marker().isEmpty()
                        ? "Remove what this text announces the end of: %s.".formatted(each.reason())
                        : "Do what this %s asks for, or give it a new end: %s."
                            .formatted(each.marker(), each.reason())));
  }
}
