package org.pyreview.frameworks.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The paths that a route answers, without the slash they start with.
 *
 * @param regex in the dialect of {@link Pattern}
 * @param parameters number of its variable parts
 */
public record UrlPattern(String regex, int parameters) {

  /** The path of an include that adds nothing. */
  public static final UrlPattern EMPTY = new UrlPattern("", 0);

  /** Matches no path: what stands in the place of a pattern that can't be told. */
  public static final UrlPattern UNKNOWN = new UrlPattern("(?!)", 0);

  /** A language code at the start, which may be left out. */
  public static final UrlPattern LANGUAGE =
      new UrlPattern("(?:[a-z]{2,3}(?:-[a-z0-9]{2,8})?/)?", 0);

  private static final Pattern PARAMETER =
      Pattern.compile("<(?:([a-zA-Z_]\\w*)(?:\\([^)]*\\))?:)?[a-zA-Z_]\\w*>");
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9]{2}");
  private static final Pattern QUOTED = Pattern.compile("\\\\Q.*?\\\\E");

  /** What matches slashes too, repeated: any character, a negated class, a class with a slash. */
  private static final Pattern SEGMENTS =
      Pattern.compile(
          "(?:(?<!\\\\)\\.|\\\\[SDW]|\\[\\^[^\\]/]+\\]|\\[(?!\\^)[^\\]]*/[^\\]]*\\])[*+{]");

  private static final Pattern REGEX_SYNTAX =
      Pattern.compile("\\\\[a-zA-Z]|\\[[^\\]]*\\]|\\{[^}]*\\}|\\(\\?[^)]*[>:=!]");

  /**
   * The pattern of a route as {@code path()} and Flask write it: text with {@code <converter:name>}
   * in it. Converters of the project's own count as anything but a slash.
   */
  public static UrlPattern ofRoute(String route) {
    String plain = route.startsWith("/") ? route.substring(1) : route;
    StringBuilder regex = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(plain);
    int end = 0;
    int parameters = 0;
    while (parameter.find()) {
      regex.append(quoted(plain.substring(end, parameter.start())));
      regex.append(converter(parameter.group(1)));
      end = parameter.end();
      parameters++;
    }
    return new UrlPattern(regex.append(quoted(plain.substring(end))).toString(), parameters);
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : Pattern.quote(text);
  }

  private static String converter(String name) {
    return switch (name == null ? "" : name) {
      case "int" -> "[0-9]+";
      case "float" -> "[0-9]+\\.[0-9]+";
      case "slug" -> "[-a-zA-Z0-9_]+";
      case "uuid" -> "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
      case "path" -> ".+";
      default -> "[^/]+";
    };
  }

  /** The pattern of a regular expression as {@code re_path()} takes it. */
  public static UrlPattern ofRegex(String python) {
    String regex =
        python
            .replaceFirst("^(?:\\^|\\\\A)", "")
            .replaceFirst("(?<!\\\\)(?:\\$|\\\\Z)$", "")
            .replaceAll("\\(\\?P<\\w+>", "(")
            .replaceAll("\\(\\?P=\\w+\\)", "[^/]+");
    int parameters = (int) Pattern.compile("(?<!\\\\)\\((?!\\?)").matcher(regex).results().count();
    UrlPattern pattern = new UrlPattern("(?:" + regex + ")", parameters);
    return pattern.isValid() ? pattern : UNKNOWN;
  }

  private boolean isValid() {
    try {
      Pattern.compile(regex);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** This pattern with another behind it. */
  public UrlPattern then(UrlPattern next) {
    return new UrlPattern(regex + next.regex, parameters + next.parameters);
  }

  /** Whether a variable part takes more than one segment: it answers whatever is below it. */
  public boolean isCatchAll() {
    return SEGMENTS.matcher(QUOTED.matcher(regex).replaceAll("")).find();
  }

  /** Whether it has text of its own: one without is there for everything that has no route. */
  public boolean hasText() {
    String quotes = regex.replace("\\Q", " ").replace("\\E", " ");
    return TEXT.matcher(REGEX_SYNTAX.matcher(quotes).replaceAll(" ")).find();
  }
}
