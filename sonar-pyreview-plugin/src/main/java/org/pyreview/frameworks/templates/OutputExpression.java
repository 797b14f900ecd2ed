package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.python.QualifiedName;

/**
 * What an output prints: an expression and the filters it goes through.
 *
 * @param value as written, in front of the first filter
 * @param filters their names, in the order in which they are applied
 */
public record OutputExpression(String value, List<String> filters) {

  /** A quoted text, or a pipe outside of one. */
  private static final Pattern QUOTED_OR_PIPE = Pattern.compile("\"[^\"]*+\"|'[^']*+'|(\\|)");

  private static final Pattern PATH = Pattern.compile("[A-Za-z_]\\w*+(?:\\.\\w++)*+");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)(?:\"[^\"]*\"|'[^']*'|[\\d.]+|[Tt]rue|[Ff]alse|[Nn]one)");
  private static final Pattern TRANSLATION =
      Pattern.compile("(?s)(?:_|gettext|ngettext|pgettext|lazy_gettext|trans)\\(\\s*[\"'].*");

  private static final Pattern CHOICE =
      Pattern.compile(
          "(?s)((?:[^\"']|\"[^\"]*\"|'[^']*')+?)\\sif\\s.+?(?:\\selse\\s((?:[^\"']|\"[^\"]*\"|'[^']*')+))?");

  private static final int LONGEST_CHOICE = 200;

  /** What those who run the site write down. */
  private static final Pattern CONFIGURATION =
      Pattern.compile(
          "(?is)(?:(?:current_)?app\\.|site\\.)?(?:app_|site_)?(?:config(?:uration)?|settings|conf)(?:_\\w+)?[.\\[].*");

  /** Says that a value is markup already. */
  private static final Set<String> RAW = Set.of("safe", "safeseq");

  /** What such a name holds is a number, or one of few words that the framework knows. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?i)(?:.*_)?(?:pk|id|ids|count|counter0?|index0?|number|num|num_pages|total|length|size|width|height"
              + "|year|month|day|port|page|page_size|per_page|offset|limit|revcounter0?|first|last|version"
              + "|timestamp|timeout|interval|seconds|minutes|percent|price|amount|time|duration|elapsed|code|pass|passed|fail|failed|failures|hits|votes|score|rank|rating|quantity|uuid|language_code|auto_id)");

  /** What such a filter gives can't hold markup, or is written for scripts. */
  private static final Set<String> HARMLESS =
      Set.of(
          "escapejs",
          "tojson",
          "json",
          "json_script",
          "to_json",
          "jsonify",
          "urlencode",
          "length",
          "count",
          "date",
          "time",
          "yesno",
          "floatformat",
          "int",
          "float",
          "round",
          "unlocalize",
          "intcomma",
          "filesizeformat",
          "divisibleby",
          "slugify",
          "pluralize",
          "sum",
          "abs",
          "wordcount");

  /** What an output of a template prints. */
  public static OutputExpression of(Construct output) {
    return of(output.arguments().replaceAll("^[-+]|[-+]$", ""));
  }

  /** An expression with its filters, as an output or a tag writes it. */
  static OutputExpression of(String written) {
    List<String> parts = parts(written);
    return new OutputExpression(
        parts.get(0), parts.stream().skip(1).map(each -> each.split("[:(\\s]", 2)[0]).toList());
  }

  /** What stands between the pipes. */
  private static List<String> parts(String written) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    Matcher pipe = QUOTED_OR_PIPE.matcher(written);
    while (pipe.find()) {
      if (pipe.group(1) != null) {
        parts.add(written.substring(from, pipe.start()).strip());
        from = pipe.end();
      }
    }
    if (from == 0 || from < written.length()) {
      parts.add(written.substring(from).strip());
    }
    return parts;
  }

  /** Whether it is a variable, or an attribute of one. */
  public boolean isPath() {
    return PATH.matcher(value).matches();
  }

  /** Whether a filter says that the value is markup. */
  public boolean isMarkedSafe() {
    return filters.stream().anyMatch(RAW::contains);
  }

  /** Whether it is written out in the template, or a translation of that. */
  public boolean isFixed() {
    return isFixed(value);
  }

  /** {@code "a"}, {@code _("a")}, {@code "a" if condition else "b"}. */
  static boolean isFixed(String value) {
    Matcher choice = CHOICE.matcher(value);
    return value.length() < LONGEST_CHOICE && choice.matches()
        ? isFixed(choice.group(1).strip())
            && (choice.group(2) == null || isFixed(choice.group(2).strip()))
        : LITERAL.matcher(value).matches() || TRANSLATION.matcher(value).matches();
  }

  /** Whether it calls what another call gave: an object that renders itself. */
  public boolean isCallOfResult() {
    return value.matches("(?s).*\\)(?:\\[[^\\[\\]]*\\])*\\s*\\(.*\\)");
  }

  /**
   * Whether its name is that of a constant or of the configuration: the people who run the site
   * have set it.
   */
  public boolean isConstant() {
    return CONFIGURATION.matcher(value).matches()
        || Arrays.stream(value.split("[.(\\[\\]'\"]+"))
            .anyMatch(each -> each.matches("[A-Z][A-Z0-9_]+"));
  }

  /** Whether it is a number, or a filter makes it one or writes it for scripts. */
  public boolean isHarmless() {
    return filters.stream().anyMatch(HARMLESS::contains)
        || NUMBER.matcher(lastName()).matches()
        || value.startsWith("forloop.")
        || value.startsWith("loop.");
  }

  /** The last name of a variable; the function's where it is a call. */
  public String lastName() {
    String callee = value.replaceFirst("(?s)\\(.*", "");
    return QualifiedName.of(callee).lastName();
  }
}
