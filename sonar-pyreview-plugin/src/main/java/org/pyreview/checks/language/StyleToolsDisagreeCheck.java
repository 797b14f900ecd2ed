package org.pyreview.checks.language;

import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.StyleTools;
import org.pyreview.project.StyleTools.Disagreement;
import org.pyreview.project.StyleTools.Length;
import org.sonar.check.Rule;

@Rule(key = "style-tools-disagree")
public class StyleToolsDisagreeCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    StyleTools.disagreements(review.project()).forEach(each -> report(each, review));
  }

  private static void report(Disagreement found, ProjectReview review) {
    Length follower = found.follower();
    Length formatter = found.formatter();
    ProjectReview.Issue issue =
        review.report(
            follower.file(),
            follower.place(),
            follower.tool().equals("isort")
                ? "Set profile = \"black\" for isort: with lines of %d characters it breaks imports that black, with %d, writes differently."
                    .formatted(follower.characters(), formatter.characters())
                : "Let %s accept the %d characters per line that %s writes: with %d it reports what the formatter makes."
                    .formatted(
                        follower.tool(),
                        formatter.characters(),
                        formatter.tool(),
                        follower.characters()));
    if (!formatter.place().equals(follower.place())) {
      issue.because(formatter.file(), formatter.place(), "The formatter's lines are this long.");
    }
  }
}
