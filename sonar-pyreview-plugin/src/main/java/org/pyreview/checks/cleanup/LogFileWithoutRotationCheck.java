package org.pyreview.checks.cleanup;

import java.util.List;
import org.pyreview.frameworks.commands.CommandLineProgram;
import org.pyreview.frameworks.logging.LogFile;
import org.pyreview.frameworks.logging.LogFile.Growth;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "log-file-without-rotation")
public class LogFileWithoutRotationCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    List<LogFile> growing =
        LogFile.of(review.project()).stream()
            .filter(
                each -> each.growth() == Growth.ENDLESS || each.growth() == Growth.NEVER_ROTATED)
            .toList();
    if (growing.isEmpty()
        || LogFile.areRotatedFromOutside(review.project())
        || LogFile.areOnPassingDisks(review.project())
        || CommandLineProgram.of(review.project()).isOne()) {
      return;
    }
    growing.forEach(
        each ->
            review.report(
                each.file(),
                each.place(),
                each.growth() == Growth.ENDLESS
                    ? "Rotate this log file: %s lets it grow until the disk is full."
                        .formatted(each.name())
                    : "Give %s both maxBytes and backupCount: otherwise it never rotates."
                        .formatted(each.name())));
  }
}
