package org.pyreview.checks.cleanup;

import java.util.Set;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Lifetime.Exit;
import org.pyreview.project.code.Lifetime.Leak;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.project.code.TemporaryFile;
import org.pyreview.python.CodeRole;
import org.pyreview.python.QualifiedName;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "temporary-file-not-removed")
public class TemporaryFileNotRemovedCheck extends CodeCheck {

  /** Libraries whose tasks developers and operators call by hand. */
  private static final Set<String> RUNNERS = Set.of("invoke", "fabric", "nox", "doit");

  @RuleProperty(
      key = "reportSuccessPathOnly",
      description = "Whether to report what is removed only if nothing goes wrong",
      defaultValue = "true")
  public boolean reportSuccessPathOnly = true;

  @Override
  public void review(ProjectReview review) {
    for (TemporaryFile each : TemporaryFile.of(review.project())) {
      if (each.removal().isEmpty()) {
        review.report(
            each.file(),
            each.place(),
            "Remove `%s` when it is not needed any more: nothing does, and the disk fills up."
                .formatted(each.name()));
      } else if (reportSuccessPathOnly && recurs(each, review)) {
        Leak leak = each.leak().orElseThrow();
        ProjectReview.Issue issue =
            review.report(each.file(), each.place(), message(leak).formatted(each.name()));
        if (leak.exit() != Exit.END) {
          issue.because(
              each.file(),
              leak.place(),
              leak.exit() == Exit.RETURN ? "The function returns here." : "This may fail.");
        }
        issue.because(each.file(), each.removal().get(), "It is removed here only.");
      }
    }
  }

  /** Whether failures pile up: whoever calls a command by hand sees it fail. */
  private static boolean recurs(TemporaryFile file, ProjectReview review) {
    CodeRole role = CodeRoles.of(review.project()).of(file.file());
    boolean isRunByHand =
        ProjectCode.of(review.project())
            .module(file.file())
            .filter(
                module ->
                    module
                        .topLevel()
                        .anyMatch(
                            each ->
                                each instanceof Stmt.Import imported
                                    && RUNNERS.contains(
                                        QualifiedName.of(imported.module()).firstName())))
            .isPresent();
    return (role == CodeRole.SERVER || role == CodeRole.WORKER) && !isRunByHand;
  }

  private static String message(Leak leak) {
    return switch (leak.exit()) {
      case FAILURE -> "Remove `%s` in a finally clause: it stays when something fails before.";
      case RETURN -> "Remove `%s` in a finally clause: it stays when the function returns early.";
      case END -> "Remove `%s` in a finally clause: it stays unless something fails.";
    };
  }
}
