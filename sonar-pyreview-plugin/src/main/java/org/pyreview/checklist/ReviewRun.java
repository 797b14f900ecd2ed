package org.pyreview.checklist;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an analysis was able to see: said by the scanner, read where the measures are computed.
 *
 * @param traits frameworks of the project, and {@code application} unless it is a library
 * @param rules keys of the rules that ran, without their repository
 */
public record ReviewRun(Set<String> traits, Set<String> rules) {

  /** The trait of what is deployed rather than installed by others. */
  public static final String APPLICATION = "application";

  /** One line for the traits, one for the rules. */
  public String text() {
    return line(traits) + "\n" + line(rules);
  }

  private static String line(Collection<String> words) {
    return String.join(" ", new TreeSet<>(words));
  }

  /** Reads what {@link #text} gives. */
  public static ReviewRun of(String text) {
    List<String> lines = text.lines().toList();
    return new ReviewRun(words(lines, 0), words(lines, 1));
  }

  private static Set<String> words(List<String> lines, int index) {
    String line = index < lines.size() ? lines.get(index).strip() : "";
    return line.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(line.split(" ")));
  }
}
