package org.pyreview.project.documents;

import java.util.regex.Pattern;
import org.pyreview.project.Project;

/** What a project's documents say about the review of changes. */
public final class ReviewPolicy {

  private static final Pattern REVIEW =
      Pattern.compile(
          "(?i)\\b(?:reviewed|approved)\\s+by\\s+(?:at\\s+least\\s+)?(?:an?|one|two|three|another|\\d|somebody|someone)\\b"
              + "|\\b(?:one|two|three|an|another|\\d)\\s+(?:\\w+\\s+)?(?:approv(?:als?|ing reviews?)|reviews?|reviewers?)\\b");

  /** The branch gets the commits themselves, without a merge or the number of the request. */
  private static final Pattern REBASE =
      Pattern.compile("(?i)\\brebas(?:e|ed|ing)\\b|\\bfast-forward|\\bcherry-pick");

  private ReviewPolicy() {}

  /**
   * Whether a document asks for reviews and tells to rebase what was reviewed, so that the history
   * doesn't show them.
   */
  public static boolean leavesNoTrace(Project project) {
    return Document.guides(project).stream()
        .anyMatch(each -> REVIEW.matcher(each.text()).find() && REBASE.matcher(each.text()).find());
  }
}
