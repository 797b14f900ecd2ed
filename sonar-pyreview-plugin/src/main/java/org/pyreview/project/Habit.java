package org.pyreview.project;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a rule finds among all the places it looks at. Where that is most of the project, it is one
 * decision and not many mistakes, and is said once.
 */
public final class Habit {

  /** So few are told one by one, whatever their share. */
  private static final int FEW = 5;

  /** More than one in so many is a habit. */
  private static final int SHARE = 5;

  private static final int FIRST = 5;

  private final ProjectReview review;
  private final List<ProjectReview.Issue> found = new ArrayList<>();
  private int looked;

  Habit(ProjectReview review) {
    this.review = review;
  }

  /** Counts places that the rule looked at, whether it found something there or not. */
  public void looked(int places) {
    looked += places;
  }

  /**
   * Keeps what would be an issue.
   *
   * @param place what the developer has to change
   * @param message what to do, in one sentence
   */
  public ProjectReview.Issue found(ProjectFile file, Place place, String message) {
    ProjectReview.Issue issue = ProjectReview.Issue.at(file, place, message);
    found.add(issue);
    return issue;
  }

  /** Whether so many of the places are concerned that it is one decision of the project. */
  public boolean isHabit() {
    return found.size() > FEW && found.size() * SHARE > Math.max(looked, found.size());
  }

  /**
   * Reports each place, or the habit as one issue on the project with the first places.
   *
   * @param message of the one issue, given the number of places
   */
  public void report(IntFunction<String> message) {
    if (!isHabit()) {
      found.forEach(review::add);
      return;
    }
    ProjectReview.Issue once = review.reportOnProject(message.apply(found.size()));
    found.stream().limit(FIRST).forEach(once::becauseOf);
  }
}
