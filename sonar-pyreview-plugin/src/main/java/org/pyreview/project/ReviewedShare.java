package org.pyreview.project;

import java.util.ArrayList;
import java.util.List;

/**
 * How many commits of a branch somebody besides their author has seen.
 *
 * @param commits how many were looked at
 * @param reviewed how many of them show it
 * @param authors how many people wrote them
 * @param byLeader how many the most active of these wrote
 * @param byPeople how many all of these wrote
 */
public record ReviewedShare(int commits, int reviewed, int authors, int byLeader, int byPeople) {

  /** A project that one person writes so much of, bots left out, has nobody else to ask. */
  private static final int ALONE_PERCENT = 85;

  /** That of some commits. */
  public static ReviewedShare of(List<Commit> commits) {
    List<List<Person>> people = new ArrayList<>();
    for (Commit commit : commits.stream().filter(each -> !each.author().isBot()).toList()) {
      List<Person> known =
          people.stream()
              .filter(names -> names.stream().anyMatch(commit.author()::isSame))
              .findFirst()
              .orElseGet(
                  () -> {
                    List<Person> names = new ArrayList<>();
                    people.add(names);
                    return names;
                  });
      known.add(commit.author());
    }
    return new ReviewedShare(
        commits.size(),
        (int) commits.stream().filter(Commit::isReviewed).count(),
        people.size(),
        people.stream().mapToInt(List::size).max().orElse(0),
        people.stream().mapToInt(List::size).sum());
  }

  /** Whether several people work on it, more than now and then. */
  public boolean isByTeam() {
    return authors > 1 && byLeader * 100 <= ALONE_PERCENT * byPeople;
  }

  public double percent() {
    return commits == 0 ? 100 : 100.0 * reviewed / commits;
  }
}
