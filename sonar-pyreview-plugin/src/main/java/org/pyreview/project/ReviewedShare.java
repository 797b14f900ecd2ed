package org.pyreview.project;

import java.util.List;

/**
 * How many commits of a branch somebody besides their author has seen.
 *
 * @param commits how many were looked at
 * @param reviewed how many of them show it
 * @param authors how many people wrote them
 */
public record ReviewedShare(int commits, int reviewed, int authors) {

  /** That of some commits. */
  public static ReviewedShare of(List<Commit> commits) {
    return new ReviewedShare(
        commits.size(),
        (int) commits.stream().filter(Commit::isReviewed).count(),
        (int) commits.stream().map(Commit::author).distinct().count());
  }

  public double percent() {
    return commits == 0 ? 100 : 100.0 * reviewed / commits;
  }
}
