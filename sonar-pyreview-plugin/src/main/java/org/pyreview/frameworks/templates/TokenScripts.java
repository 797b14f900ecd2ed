package org.pyreview.frameworks.templates;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.Project;

/**
 * What the scripts of a project do with the token of the CSRF protection.
 *
 * @param sendHeader whether some script sends it in a header of requests
 * @param fillForms whether some script puts it into every form of a page
 * @param areChecked whether the server reads that header itself, and so refuses what misses a token
 */
public record TokenScripts(boolean sendHeader, boolean fillForms, boolean areChecked) {

  private static final Pattern SCRIPT = Pattern.compile("(?i).*\\.(?:m?js|ts|jsx|tsx|vue)");
  private static final Pattern PYTHON = Pattern.compile(".*\\.py");
  private static final Pattern HEADER =
      Pattern.compile("(?i)[\"'](?:X-)?(?:CSRF|XSRF)-?Token[\"']");
  private static final Pattern READ =
      Pattern.compile("(?i)\\bheaders(?:\\.get\\(|\\[)\\s*[\"'](?:X-)?(?:CSRF|XSRF)-?Token[\"']");

  /** All forms of a page, and close behind them a field that is made for the token. */
  private static final Pattern FILLING =
      Pattern.compile(
          "(?is)(?:(?:querySelectorAll|getElementsByTagName|\\$|jQuery)\\(\\s*[\"']form(?:\\[[^)]*)?[\"']\\s*\\)|\\bdocument\\.forms\\b)"
              + ".{0,600}?"
              + "(?:(?:\\.name\\s*=|[\"']name[\"']\\s*,|\\bname\\s*:)\\s*[\"'][\\w-]*(?:csrf|xsrf)|<input\\b[^>]*\\bname\\s*=\\s*\\\\?[\"']?[\\w-]*(?:csrf|xsrf))");

  /** Reads the scripts of a project, once. */
  public static TokenScripts of(Project project) {
    return project.knowledge(TokenScripts.class, TokenScripts::read);
  }

  private static TokenScripts read(Project project) {
    List<String> scripts = textsAboutTokens(project, SCRIPT);
    boolean sendHeader = anyHas(HEADER, scripts);
    return new TokenScripts(
        sendHeader,
        scripts.stream().anyMatch(TokenScripts::fillForms),
        sendHeader && anyHas(READ, textsAboutTokens(project, PYTHON)));
  }

  private static List<String> textsAboutTokens(Project project, Pattern name) {
    return project.files().stream()
        .filter(file -> name.matcher(file.name()).matches() && !file.path().isTest())
        .filter(file -> file.mentions("CSRF", "csrf", "Csrf", "XSRF", "xsrf"))
        .flatMap(file -> file.text().stream())
        .toList();
  }

  private static boolean anyHas(Pattern pattern, List<String> texts) {
    return texts.stream().anyMatch(text -> pattern.matcher(text).find());
  }

  /** Whether a script, or one in a page, puts the token into every form. */
  static boolean fillForms(String text) {
    return FILLING.matcher(text).find();
  }
}
