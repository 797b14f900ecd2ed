package org.pyreview.project.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A .dockerignore.
 *
 * @param rules in their order; the last that matches decides
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">Docker:
 *     .dockerignore files</a>
 */
public record DockerIgnore(List<Rule> rules) {

  /**
   * A line.
   *
   * @param isException whether it takes a path back in
   */
  public record Rule(Pattern path, boolean isException) {}

  /** Reads the text of a file. */
  public static DockerIgnore parse(String text) {
    List<Rule> rules = new ArrayList<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(
            line -> {
              boolean isException = line.startsWith("!");
              String path =
                  (isException ? line.substring(1) : line)
                      .strip()
                      .replaceFirst("^\\.?/", "")
                      .replaceFirst("/+$", "");
              pattern(path).ifPresent(regex -> rules.add(new Rule(regex, isException)));
            });
    return new DockerIgnore(rules);
  }

  /** A path and everything below it; empty for what Docker refuses, such as {@code [z-a]}. */
  private static Optional<Pattern> pattern(String path) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char each = path.charAt(i);
      if (path.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (path.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (each == '*') {
        regex.append("[^/]*");
      } else if (each == '?') {
        regex.append("[^/]");
      } else if (each == '[' && path.indexOf(']', i) > i) {
        int end = path.indexOf(']', i);
        regex.append('[').append(characters(path.substring(i + 1, end))).append(']');
        i = end;
      } else {
        regex.append(Pattern.quote(String.valueOf(each)));
      }
    }
    try {
      return Optional.of(Pattern.compile(regex + "(?:/.*)?"));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** Of a class of characters: in Java's more of them mean something than in Go's. */
  private static String characters(String of) {
    return of.replaceAll("[^\\w^-]|(?<=.)\\^", "\\\\$0");
  }

  /** Whether a file stays out of the build context. */
  public boolean ignores(String path) {
    boolean isIgnored = false;
    for (Rule rule : rules) {
      if (rule.path.matcher(path).matches()) {
        isIgnored = !rule.isException;
      }
    }
    return isIgnored;
  }
}
