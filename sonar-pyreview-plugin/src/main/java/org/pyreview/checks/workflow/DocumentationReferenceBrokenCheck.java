package org.pyreview.checks.workflow;

import org.pyreview.frameworks.commands.UnknownCommand;
import org.pyreview.project.Commit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.documents.BrokenReference;
import org.sonar.check.Rule;

@Rule(key = "documentation-reference-broken")
public class DocumentationReferenceBrokenCheck extends CodeCheck {

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
    UnknownCommand.of(review.project())
        .forEach(each -> review.report(each.document().file(), each.place(), message(each)));
  }

  private static String message(UnknownCommand command) {
    return command
        .instead()
        .map(
            instead ->
                "Write %s here: the command %s doesn't exist.".formatted(instead, command.name()))
        .orElseGet(
            () ->
                "Say what to use instead of %s: commit %s removed this command."
                    .formatted(command.name(), command.removal().map(Commit::shortId).orElse("?")));
  }
}
