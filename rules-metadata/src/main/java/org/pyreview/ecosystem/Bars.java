package org.pyreview.ecosystem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** How right the rules of the profile have to be about real code. Each bar names who misses it. */
public final class Bars {

  private static final double ALL_TRUE = 80;
  private static final double ALL_FALSE = 5;
  private static final double RULE_TRUE = 70;
  private static final double RULE_FALSE = 10;

  /** Fewer say little about a rule. */
  private static final int ENOUGH_READ = 5;

  private static final int VERDICTS = 700;
  private static final int PROJECTS = 24;
  private static final int MUTATIONS = 3;

  private final Ledgers ledgers;
  private final Set<String> profile;

  /**
   * @param profile keys of the rules that are on by default; no other counts
   */
  public Bars(Ledgers ledgers, Collection<String> profile) {
    this.ledgers = ledgers;
    this.profile = new TreeSet<>(profile);
  }

  /** What is wrong with the verdicts there are, however few. */
  public List<String> missed() {
    List<String> missed = new ArrayList<>();
    check("all rules together", ledgers.of(profile), 1, ALL_TRUE, ALL_FALSE, missed);
    profile.forEach(
        rule -> check(rule, ledgers.of(rule), ENOUGH_READ, RULE_TRUE, RULE_FALSE, missed));
    return missed;
  }

  private static void check(
      String what, Tally tally, int least, double leastTrue, double mostFalse, List<String> to) {
    if (tally.read() >= least && tally.percent(tally.right()) < leastTrue) {
      to.add(
          String.format(
              Locale.ROOT,
              "%s: %d of %d read are true, %.1f %%; at least %.0f %%",
              what,
              tally.right(),
              tally.read(),
              tally.percent(tally.right()),
              leastTrue));
    }
    if (tally.read() >= least && tally.percent(tally.wrong()) > mostFalse) {
      to.add(
          String.format(
              Locale.ROOT,
              "%s: %d of %d read are false, %.1f %%; at most %.0f %%",
              what,
              tally.wrong(),
              tally.read(),
              tally.percent(tally.wrong()),
              mostFalse));
    }
  }

  /** What still has to be reviewed and read. */
  public List<String> unfinished() {
    List<String> unfinished = new ArrayList<>();
    long projects =
        ledgers.projects().entries().stream()
            .filter(entry -> entry.files() > 0)
            .map(Projects.Entry::repository)
            .distinct()
            .count();
    if (projects < PROJECTS) {
      unfinished.add("%d repositories are reviewed, of %d".formatted(projects, PROJECTS));
    }
    int read = ledgers.verdicts();
    if (read < VERDICTS) {
      unfinished.add("%d issues are read, of %d".formatted(read, VERDICTS));
    }
    for (String rule : profile) {
      Tally tally = ledgers.of(rule);
      int least = Math.min(tally.issues(), Sheet.PER_RULE);
      if (tally.read() < least) {
        unfinished.add("%s: %d issues are read, of %d".formatted(rule, tally.read(), least));
      }
    }
    return unfinished;
  }

  /**
   * Which rules nothing proves to fire.
   *
   * @param seenElsewhere rules that have fired on other real code
   */
  public List<String> unproven(Set<String> seenElsewhere) {
    return profile.stream()
        .filter(rule -> ledgers.of(rule).issues() == 0 && !seenElsewhere.contains(rule))
        .filter(rule -> ledgers.mutations(rule).size() < MUTATIONS)
        .map(
            rule ->
                "%s: never fired, and %d mutated projects of %d prove that it can"
                    .formatted(rule, ledgers.mutations(rule).size(), MUTATIONS))
        .toList();
  }
}
