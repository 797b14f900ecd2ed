package org.pyreview.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Token;

/**
 * The parameters that a docstring documents, in any of the three conventions.
 *
 * @see <a href="https://www.sphinx-doc.org/en/master/usage/domains/python.html#info-field-lists">
 *     Sphinx: info field lists</a>
 * @see <a href="https://google.github.io/styleguide/pyguide.html#383-functions-and-methods">Google
 *     Python Style Guide</a>
 * @see <a href="https://numpydoc.readthedocs.io/en/latest/format.html#parameters">numpydoc</a>
 */
public final class Docstring {

  private static final Pattern SPHINX =
      Pattern.compile(
          "^\\s*:(?:param|parameter|arg|argument|key|keyword)\\s+([^:]*?)(\\*{0,2}\\w+)\\s*:");
  private static final Pattern GOOGLE_SECTION =
      Pattern.compile("^\\s*(?:Args|Arguments|Parameters|Params):\\s*$");
  private static final Pattern GOOGLE_ENTRY =
      Pattern.compile("^\\s*(\\*{0,2}\\w+)\\s*(?:\\([^)]*\\)?[^:]*)?:(?:\\s|$)");
  private static final Pattern NUMPY_SECTION = Pattern.compile("^\\s*Parameters\\s*$");
  private static final Pattern UNDERLINE = Pattern.compile("^\\s*-{3,}\\s*$");
  private static final Pattern NUMPY_ENTRY =
      Pattern.compile("^\\s*(\\*{0,2}\\w+(?:\\s*+,\\s*+\\*{0,2}\\w++)*+)\\s*(?::.*)?$");
  private static final Pattern NAME = Pattern.compile("\\w+");

  private final List<Line> lines;
  private final List<Word> parameters = new ArrayList<>();
  private final Map<Word, String> types = new HashMap<>();

  /**
   * A word at its place.
   *
   * @param line from 1
   * @param column from 0
   */
  public record Word(String text, int line, int column) {

    TokenRange range() {
      return new TokenRange(line, column, line, column + text.length());
    }
  }

  private record Line(String text, int number, int column) {

    boolean isBlank() {
      return text.isBlank();
    }

    int indent() {
      return column + text.length() - text.stripLeading().length();
    }

    Word word(Matcher found, int group) {
      String name = found.group(group);
      int stars = name.length() - name.replaceFirst("^\\*+", "").length();
      return new Word(name.substring(stars), number, column + found.start(group) + stars);
    }
  }

  private Docstring(List<Line> lines) {
    this.lines = lines;
    for (int i = 0; i < lines.size(); i++) {
      Matcher field = SPHINX.matcher(lines.get(i).text);
      if (field.find()) {
        Word name = lines.get(i).word(field, 2);
        parameters.add(name);
        types.put(name, field.group(1).strip());
      } else if (GOOGLE_SECTION.matcher(lines.get(i).text).matches()) {
        readGoogle(i + 1);
      } else if (NUMPY_SECTION.matcher(lines.get(i).text).matches()
          && i + 1 < lines.size()
          && UNDERLINE.matcher(lines.get(i + 1).text).matches()) {
        readNumpy(i + 2);
      }
    }
  }

  /** The docstring; empty if it is not one plain string. */
  public static Optional<Docstring> of(StringLiteral literal) {
    if (literal == null || literal.stringElements().size() != 1) {
      return Optional.empty();
    }
    Token token = literal.firstToken();
    String[] written = token.value().split("\r\n|\r|\n", -1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < written.length; i++) {
      lines.add(new Line(written[i], token.line() + i, i == 0 ? token.column() : 0));
    }
    return Optional.of(new Docstring(lines));
  }

  /** The entries below a section's title, at the first indentation; a blank line may part them. */
  private void readGoogle(int first) {
    int title = lines.get(first - 1).indent();
    int indent = -1;
    for (Line line : lines.subList(first, lines.size())) {
      if (line.isBlank()) {
        continue;
      }
      if (line.indent() <= title) {
        return;
      }
      if (indent < 0) {
        indent = line.indent();
      }
      Matcher entry = GOOGLE_ENTRY.matcher(line.text);
      if (line.indent() == indent && entry.find()) {
        parameters.add(line.word(entry, 1));
      }
    }
  }

  /** The entries below an underlined title, until the next title. */
  private void readNumpy(int first) {
    int title = lines.get(first - 2).indent();
    for (int i = first; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean isTitle = i + 1 < lines.size() && UNDERLINE.matcher(lines.get(i + 1).text).matches();
      if (isTitle || (!line.isBlank() && line.indent() < title)) {
        return;
      }
      Matcher entry = NUMPY_ENTRY.matcher(line.text);
      if (!line.isBlank() && line.indent() == title && entry.matches()) {
        Matcher name = NAME.matcher(entry.group(1));
        while (name.find()) {
          parameters.add(
              new Word(name.group(), line.number, line.column + entry.start(1) + name.start()));
        }
      }
    }
  }

  /** What stands before a name in a field of Sphinx: its type; empty text for none. */
  public String type(Word parameter) {
    return types.getOrDefault(parameter, "");
  }

  /** The names that are documented as parameters. */
  public List<Word> parameters() {
    return parameters;
  }
}
