package org.pyreview.checks.workflow;

import java.util.HashMap;
import java.util.Map;
import org.pyreview.frameworks.commands.UnknownCommand;
import org.pyreview.project.Commit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.documents.BrokenReference;
import org.pyreview.project.documents.Document;
import org.sonar.check.Rule;

@Rule(key = "documentation-reference-broken")
public class DocumentationReferenceBrokenCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Map<Document, ProjectReview.Issue> fromRoot = new HashMap<>();
    for (BrokenReference each : BrokenReference.of(review.project())) {
      RepositoryFile file = each.document().file();
      ProjectReview.Issue first = fromRoot.get(each.document());
      if (each.isFromRoot() && first != null) {
        // The document was written for the root, or moved away from there.
        file.indexed()
            .ifPresent(
                indexed ->
                    first.because(
                        indexed, each.place(), "%s doesn't exist, either".formatted(each.what())));
      } else {
        ProjectReview.Issue issue = review.report(file, each.place(), message(each));
        if (each.isFromRoot()) {
          fromRoot.put(each.document(), issue);
        }
      }
    }
    UnknownCommand.of(review.project())
        .forEach(each -> review.report(each.document().file(), each.place(), message(each)));
  }

  private static String message(BrokenReference reference) {
    return reference
        .instead()
        .map(
            instead ->
                "Write %s here: the %s %s doesn't exist."
                    .formatted(instead, reference.kind(), reference.what()))
        .orElseGet(
            () ->
                "Say what to use instead of %s: there is no such %s."
                    .formatted(reference.what(), reference.kind()));
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
