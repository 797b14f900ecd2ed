package org.pyreview.project.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left of a Python file's text when all is taken away that a formatter may change:
 * comments, white space, line breaks in expressions, quotation marks, trailing commas, parentheses
 * and the order of imports. Two versions of a file with the same essence do the same, but for a
 * change that sets nothing but parentheses, which is not told from formatting.
 *
 * @see <a href="https://docs.python.org/3/reference/lexical_analysis.html">Python: lexical
 *     analysis</a>
 * @see <a href="https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html">The
 *     Black code style</a>
 */
public final class Essence {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>#[^\\n]*)"
              + "|(?<joined>\\\\\\n)"
              + "|(?<newline>\\n)"
              + "|(?<space>[ \\t\\f]+)"
              + "|(?<prefix>[A-Za-z]{0,2})(?<quote>\"\"\"|'''|\"|')"
              + "|(?<word>[\\w.]+)"
              + "|(?<sign>[^\\s\\w\"'#\\\\])",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final List<List<String>> lines = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>();
  private List<String> line = new ArrayList<>();
  private int depth;

  private Essence() {
    indents.push(0);
  }

  /**
   * The essence of a file.
   *
   * @return empty if the text isn't made of Python's tokens
   */
  public static Optional<List<String>> of(String source) {
    return new Essence().read(source.replace("\r\n", "\n").replace('\r', '\n') + "\n");
  }

  /** Whether two versions of a file differ in nothing but their format. */
  public static boolean isSame(String one, String other) {
    Optional<List<String>> essence = of(one);
    return essence.isPresent() && essence.equals(of(other));
  }

  private Optional<List<String>> read(String source) {
    Matcher token = TOKEN.matcher(source);
    int column = 0;
    int at = 0;
    while (at < source.length()) {
      if (!token.region(at, source.length()).lookingAt()) {
        return Optional.empty();
      }
      at = token.end();
      if (token.group("newline") != null) {
        if (depth == 0) {
          endLine();
        }
        column = 0;
      } else if (token.group("space") != null) {
        column += width(token.group(), column);
      } else if (token.group("comment") == null && token.group("joined") == null) {
        if (line.isEmpty() && depth == 0) {
          indent(column);
        }
        if (token.group("quote") == null) {
          add(token);
        } else {
          int end = endOfText(source, at, token.group("quote"));
          if (end < 0) {
            return Optional.empty();
          }
          addText(token, source.substring(at, end));
          at = end + token.group("quote").length();
        }
      }
    }
    return depth == 0 && line.isEmpty() ? Optional.of(flat()) : Optional.empty();
  }

  /** Where the quotation mark is that ends a string; negative if there is none. */
  private static int endOfText(String source, int from, String quote) {
    for (int at = from; at < source.length(); at++) {
      char each = source.charAt(at);
      if (each == '\\') {
        at++;
      } else if (source.startsWith(quote, at)) {
        return at;
      } else if (each == '\n' && quote.length() == 1) {
        return -1;
      }
    }
    return -1;
  }

  private static int width(String space, int column) {
    int width = 0;
    for (char each : space.toCharArray()) {
      width += each == '\t' ? 8 - (column + width) % 8 : 1;
    }
    return width;
  }

  private void indent(int column) {
    if (column > indents.peek()) {
      indents.push(column);
      line.add("INDENT");
    }
    while (column < indents.peek()) {
      indents.pop();
      line.add("DEDENT");
    }
  }

  private void add(Matcher token) {
    String sign = token.group("sign");
    if (sign == null) {
      line.add(token.group());
      return;
    }
    boolean isClosing = ")]}".contains(sign);
    if (isClosing && !line.isEmpty() && line.get(line.size() - 1).equals(",")) {
      line.remove(line.size() - 1);
    }
    depth = Math.max(0, depth + (isClosing ? -1 : "([{".contains(sign) ? 1 : 0));
    if (!"()".contains(sign)) {
      line.add(sign);
    }
  }

  /** A string without its quotation marks; the white space in docstrings is the formatter's. */
  private void addText(Matcher token, String value) {
    String written = value.replace("\\\"", "\"").replace("\\'", "'");
    boolean isLong = token.group("quote").length() > 1;
    line.add(
        token.group("prefix").toLowerCase(Locale.ROOT)
            + '"'
            + (isLong ? written.strip().replaceAll("\\s+", " ") : written));
  }

  private void endLine() {
    if (!line.isEmpty()) {
      lines.add(line);
      line = new ArrayList<>();
    }
  }

  private List<String> flat() {
    List<String> flat = new ArrayList<>();
    List<String> imports = new ArrayList<>();
    for (List<String> each : lines) {
      if (each.get(0).equals("import") || each.get(0).equals("from")) {
        List<String> names = new ArrayList<>(each);
        Collections.sort(names);
        imports.add(String.join(" ", names));
      } else {
        drain(imports, flat);
        flat.addAll(each);
        flat.add("\n");
      }
    }
    drain(imports, flat);
    return flat;
  }

  private static void drain(List<String> imports, List<String> flat) {
    Collections.sort(imports);
    flat.addAll(imports);
    imports.clear();
  }
}
