package org.pyreview.checklist;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many open issues each rule has in a component, and how bad the worst of them is. */
public final class RuleIssues {

  /** SonarQube's severities, the mildest first. */
  private static final List<String> SEVERITIES =
      List.of("INFO", "MINOR", "MAJOR", "CRITICAL", "BLOCKER");

  private final Map<String, Count> byRule = new TreeMap<>();

  /**
   * @param issues in the list of issues
   * @param hotspots in the list of security hotspots, where older servers keep what a person has to
   *     judge
   * @param worst the severity of the worst of both; empty if there is none
   */
  public record Count(int issues, int hotspots, String worst) {

    static final Count NONE = new Count(0, 0, "");

    Count plus(Count other) {
      boolean isWorse = SEVERITIES.indexOf(other.worst) > SEVERITIES.indexOf(worst);
      return new Count(
          issues + other.issues, hotspots + other.hotspots, isWorse ? other.worst : worst);
    }

    boolean isNone() {
      return issues + hotspots == 0;
    }
  }

  /** Adds an issue. */
  public void add(String rule, String severity) {
    byRule.merge(rule, new Count(1, 0, severity), Count::plus);
  }

  /** Adds a security hotspot that nobody has judged yet. */
  public void addHotspot(String rule, String severity) {
    byRule.merge(rule, new Count(0, 1, severity), Count::plus);
  }

  /** Adds what {@link #text} gave for another component. */
  public void addAll(String text) {
    for (String entry : text.split(" ")) {
      String[] fields = entry.split("=");
      if (fields.length == 4) {
        Count count =
            new Count(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), fields[3]);
        byRule.merge(fields[0], count, Count::plus);
      }
    }
  }

  public boolean isEmpty() {
    return byRule.isEmpty();
  }

  /** The issues of some rules together. */
  Count of(Iterable<String> rules) {
    Count all = Count.NONE;
    for (String rule : rules) {
      all = all.plus(byRule.getOrDefault(rule, Count.NONE));
    }
    return all;
  }

  /** {@code rule=issues=hotspots=worst}, separated by spaces. */
  public String text() {
    StringBuilder text = new StringBuilder();
    byRule.forEach(
        (rule, count) ->
            text.append(text.isEmpty() ? "" : " ")
                .append(rule)
                .append('=')
                .append(count.issues())
                .append('=')
                .append(count.hotspots())
                .append('=')
                .append(count.worst()));
    return text.toString();
  }
}
