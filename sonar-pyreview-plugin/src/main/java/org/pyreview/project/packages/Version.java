package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version number.
 *
 * @param numbers without zeros at the end
 * @param isPreliminary whether it is a development version or a candidate
 */
public record Version(List<Integer> numbers, boolean isPreliminary) implements Comparable<Version> {

  private static final Pattern NUMBER =
      Pattern.compile("v?(\\d{1,8}(?:\\.\\d{1,8})*+)(?:\\.\\*)?(.*)", Pattern.CASE_INSENSITIVE);

  /** The version that a text begins with; empty if it begins with something else. */
  public static Optional<Version> of(String text) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Integer> numbers = new ArrayList<>();
    for (String number : matcher.group(1).split("\\.")) {
      numbers.add(Integer.valueOf(number));
    }
    while (numbers.size() > 1 && numbers.get(numbers.size() - 1) == 0) {
      numbers.remove(numbers.size() - 1);
    }
    return Optional.of(
        new Version(
            numbers, matcher.group(2).matches("(?i)[-._]?(?:dev|rc|a|b|c|alpha|beta|pre).*")));
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int own = i < numbers.size() ? numbers.get(i) : 0;
      int its = i < other.numbers.size() ? other.numbers.get(i) : 0;
      if (own != its) {
        return Integer.compare(own, its);
      }
    }
    return 0;
  }
}
