package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.pyreview.frameworks.templates.TemplateFile.Construct;

/**
 * An output of a template at a place of the page where escaping HTML does not protect.
 *
 * @param attribute the attribute it stands in, in lower case; empty in a script
 * @see <a
 *     href="https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html#output-encoding-rules-summary">OWASP:
 *     output encoding</a>
 */
public record EmbeddedOutput(Construct output, Surroundings surroundings, String attribute) {

  /** What stands around an output. */
  public enum Surroundings {
    SCRIPT,
    EVENT_ATTRIBUTE,
    UNQUOTED_ATTRIBUTE,
    /** At the very beginning of an attribute that takes a URL. */
    URL
  }

  private static final Pattern CODE =
      Pattern.compile(
          "(?i)\\s*(?:module|(?:text|application)/(?:x-)?(?:java|ecma)script(?:;.*)?)?\\s*");
  private static final Pattern TO_NUMBER =
      Pattern.compile("\\b(?:parseInt|parseFloat|Number)\\(\\s*$");
  private static final Set<String> URLS = Set.of("href", "src", "action", "formaction");

  /** Those of a template, in no particular order. */
  public static List<EmbeddedOutput> of(TemplateFile template) {
    List<Construct> outputs = template.constructs().filter(Construct::isOutput).toList();
    if (outputs.isEmpty()) {
      return List.of();
    }
    List<EmbeddedOutput> found = new ArrayList<>();
    List<int[]> scripts = new ArrayList<>();
    String html = template.html().toLowerCase(Locale.ROOT);
    for (Element script : parse(template, Parser.htmlParser()).select("script, style")) {
      int start = script.sourceRange().endPos();
      int end = html.indexOf("</" + script.normalName(), start);
      if (script.sourceRange().isTracked() && end >= start) {
        scripts.add(new int[] {start, end});
        boolean isCode =
            script.normalName().equals("script") && CODE.matcher(script.attr("type")).matches();
        if (isCode) {
          outputs.stream()
              .filter(each -> each.start() >= start && each.end() <= end)
              .filter(each -> isInString(template.html(), start, each.start()))
              .forEach(each -> found.add(new EmbeddedOutput(each, Surroundings.SCRIPT, "")));
        }
      }
    }
    // The parser for HTML drops what stands where no page may have it, a row without its table for
    // one; the one for XML takes every element as it comes.
    for (Element element : parse(template, Parser.xmlParser()).getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        var range = attribute.sourceRange().valueRange();
        boolean isInScript =
            scripts.stream().anyMatch(s -> range.startPos() >= s[0] && range.startPos() < s[1]);
        if (range.isTracked() && !isInScript) {
          collect(
              attribute.getKey().toLowerCase(Locale.ROOT),
              range.startPos(),
              range.endPos(),
              template,
              outputs,
              found);
        }
      }
    }
    return found;
  }

  /**
   * Whether a place of a script lies in a string: outside of one, text would be an error that
   * somebody had noticed, so that there only numbers and the like are printed. The same holds for a
   * string that becomes a number at once.
   */
  private static boolean isInString(String script, int start, int place) {
    char open = 0;
    int opened = start;
    for (int i = start; i < place; i++) {
      char each = script.charAt(i);
      if (open != 0) {
        if (each == '\\') {
          i++;
        } else if (each == open || (each == '\n' && open != '`')) {
          open = 0;
        }
      } else if (each == '"' || each == '\'' || each == '`') {
        open = each;
        opened = i;
      } else if (each == '/' && script.startsWith("//", i)) {
        i = endOf(script, "\n", i, place);
      } else if (each == '/' && script.startsWith("/*", i)) {
        i = endOf(script, "*/", i, place);
      }
    }
    boolean isNumber =
        opened == place - 1 && TO_NUMBER.matcher(script.substring(start, opened)).find();
    return open != 0 && !isNumber;
  }

  private static int endOf(String script, String end, int from, int most) {
    int found = script.indexOf(end, from);
    return found < 0 ? most : found + end.length() - 1;
  }

  private static Document parse(TemplateFile template, Parser parser) {
    return Jsoup.parse(template.html(), "", parser.setTrackPosition(true));
  }

  private static void collect(
      String attribute,
      int start,
      int end,
      TemplateFile template,
      List<Construct> outputs,
      List<EmbeddedOutput> found) {
    boolean isQuoted = start > 0 && "\"'".indexOf(template.html().charAt(start - 1)) >= 0;
    // An unquoted value ends at the output that stands inside of it.
    int last = isQuoted ? end - 1 : end;
    for (Construct output : outputs) {
      if (output.start() >= start && output.start() <= last) {
        surroundings(attribute, isQuoted, output.start() == start)
            .filter(
                each ->
                    each != Surroundings.EVENT_ATTRIBUTE
                        || isInString(template.html(), start, output.start()))
            .ifPresent(each -> found.add(new EmbeddedOutput(output, each, attribute)));
      }
    }
  }

  private static Optional<Surroundings> surroundings(
      String attribute, boolean isQuoted, boolean isFirst) {
    if (attribute.matches("on[a-z]+")) {
      return Optional.of(Surroundings.EVENT_ATTRIBUTE);
    }
    if (!isQuoted) {
      return Optional.of(Surroundings.UNQUOTED_ATTRIBUTE);
    }
    return isFirst && URLS.contains(attribute) ? Optional.of(Surroundings.URL) : Optional.empty();
  }
}
