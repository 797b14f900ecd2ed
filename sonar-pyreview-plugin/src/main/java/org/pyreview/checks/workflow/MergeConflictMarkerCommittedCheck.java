package org.pyreview.checks.workflow;

import java.util.Set;
import org.pyreview.project.ConflictMarkers;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "merge-conflict-marker-committed")
public class MergeConflictMarkerCommittedCheck implements ProjectRule {

  private static final Set<String> LEFT_OUT =
      Set.of("fixtures", "testdata", "node_modules", "vendor");

  @Override
  public void review(ProjectReview review) {
    review.each(
        review.project().files().stream()
            .filter(ConflictMarkers::mayBeIn)
            .filter(file -> !file.path().isBelow(LEFT_OUT))
            .toList(),
        file -> ConflictMarkers.in(file).ifPresent(found -> report(file, found, review)));
  }

  private static void report(ProjectFile file, ConflictMarkers found, ProjectReview review) {
    review.report(
        file,
        Place.inLine(found.line(), 0, found.text().length()),
        "Decide which side of this merge is right, and remove the marks: both are in the file.");
  }
}
