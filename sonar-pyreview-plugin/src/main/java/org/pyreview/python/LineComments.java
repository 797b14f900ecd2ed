package org.pyreview.python;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.Token;

/** The comments of a file by their lines. */
final class LineComments {

  private static final Pattern NOQA =
      Pattern.compile("(?i)#\\s*noqa(?::\\s*([A-Z]+\\d+(?:[,\\s]++[A-Z]++\\d++)*+))?");

  private final Map<Integer, String> byLine = new HashMap<>();
  private final Set<Integer> linesOfCode = new HashSet<>();

  private LineComments() {}

  static LineComments of(FileInput tree) {
    LineComments comments = new LineComments();
    Descendants.of(tree, Token.class).forEach(comments::collect);
    return comments;
  }

  private void collect(Token token) {
    if (!token.value().isBlank()) {
      linesOfCode.add(token.line());
    }
    token.trivia().forEach(comment -> byLine.put(comment.token().line(), comment.value()));
  }

  /** The comment that a line consists of; empty text if it is another line. */
  String alone(int line) {
    return linesOfCode.contains(line) ? "" : at(line);
  }

  /** All of them, in no particular order. */
  Stream<String> all() {
    return byLine.values().stream();
  }

  /** The comment on a line; empty text without one. */
  String at(int line) {
    return byLine.getOrDefault(line, "");
  }

  /**
   * Whether the line has a {@code noqa} for one of the codes, or for all.
   *
   * @see <a href="https://flake8.pycqa.org/en/latest/user/violations.html">flake8: in-line ignoring
   *     of errors</a>
   */
  boolean suppress(int line, Set<String> codes) {
    Matcher noqa = NOQA.matcher(at(line));
    return noqa.find()
        && (noqa.group(1) == null
            || Arrays.stream(noqa.group(1).toUpperCase(java.util.Locale.ROOT).split("[,\\s]+"))
                .anyMatch(codes::contains));
  }
}
