package org.pyreview.checks.workflow;

import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.documents.BrokenReference;
import org.sonar.check.Rule;

@Rule(key = "documentation-reference-broken")
public class DocumentationReferenceBrokenCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    BrokenReference.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.document().file(),
                    each.place(),
                    each.instead()
                        .map(
                            instead ->
                                "Write %s here: the %s %s doesn't exist."
                                    .formatted(instead, each.kind(), each.what()))
                        .orElse(
                            "Say what to use instead of %s: there is no such %s."
                                .formatted(each.what(), each.kind()))));
  }
}
