package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private static final Pattern SCRIPT_END = Pattern.compile("(?i)</script");
  private static final Pattern STYLE_END = Pattern.compile("(?i)</style");
  private static final Set<String> URLS = Set.of("href", "src", "action", "formaction");

  /** Those of a template, in no particular order. */
  public static List<EmbeddedOutput> of(TemplateFile template) {
    if (template.constructs().noneMatch(Construct::isOutput)) {
      return List.of();
    }
    List<EmbeddedOutput> found = new ArrayList<>();
    NavigableMap<Integer, Integer> scripts = new TreeMap<>();
    Map<String, NavigableSet<Integer>> ends =
        Map.of(
            "script", starts(SCRIPT_END, template.html()),
            "style", starts(STYLE_END, template.html()));
    for (Element script : parse(template, Parser.htmlParser()).select("script, style")) {
      int start = script.sourceRange().endPos();
      Integer end = ends.get(script.normalName()).ceiling(start);
      if (script.sourceRange().isTracked() && end != null) {
        scripts.put(start, end);
        boolean isCode =
            script.normalName().equals("script") && CODE.matcher(script.attr("type")).matches();
        if (isCode) {
          ScriptStrings strings = new ScriptStrings(template.html(), start);
          template.between(start, end).stream()
              .filter(each -> each.isOutput() && strings.contain(each.start()))
              .filter(each -> !strings.isAddress(each.start()))
              .forEach(each -> found.add(new EmbeddedOutput(each, Surroundings.SCRIPT, "")));
        }
      }
    }
    // The parser for HTML drops what stands where no page may have it, a row without its table for
    // one; the one for XML takes every element as it comes.
    for (Element element : parse(template, Parser.xmlParser()).getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        var range = attribute.sourceRange().valueRange();
        var script = scripts.floorEntry(range.startPos());
        boolean isInScript = script != null && range.startPos() < script.getValue();
        if (range.isTracked() && !isInScript) {
          collect(
              attribute.getKey().toLowerCase(Locale.ROOT),
              range.startPos(),
              range.endPos(),
              template,
              found);
        }
      }
    }
    return found;
  }

  private static NavigableSet<Integer> starts(Pattern pattern, String html) {
    NavigableSet<Integer> starts = new TreeSet<>();
    pattern.matcher(html).results().forEach(each -> starts.add(each.start()));
    return starts;
  }

  private static Document parse(TemplateFile template, Parser parser) {
    return Jsoup.parse(template.html(), "", parser.setTrackPosition(true));
  }

  private static void collect(
      String attribute, int start, int end, TemplateFile template, List<EmbeddedOutput> found) {
    boolean isQuoted = start > 0 && "\"'".indexOf(template.html().charAt(start - 1)) >= 0;
    // An unquoted value ends at the output that stands inside of it.
    int last = isQuoted ? end - 1 : end;
    ScriptStrings strings = new ScriptStrings(template.html(), start);
    for (Construct output : template.startingBetween(start, last)) {
      if (output.isOutput()) {
        surroundings(attribute, isQuoted, output.start() == start)
            .filter(each -> each != Surroundings.EVENT_ATTRIBUTE || strings.contain(output.start()))
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
