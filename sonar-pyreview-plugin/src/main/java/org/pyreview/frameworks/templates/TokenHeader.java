package org.pyreview.frameworks.templates;

import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * The request header in which scripts of a project send the token of the CSRF protection.
 *
 * @param isSet whether some script sets it for the whole project
 */
public record TokenHeader(boolean isSet) {

  private static final Pattern SCRIPT = Pattern.compile("(?i).*\\.(?:m?js|ts|jsx|tsx|vue)");
  private static final Pattern HEADER =
      Pattern.compile("(?i)[\"'](?:X-)?(?:CSRF|XSRF)-?Token[\"']");

  /** Reads the scripts of a project, once. */
  public static TokenHeader of(Project project) {
    return project.knowledge(
        TokenHeader.class,
        each -> new TokenHeader(each.files().stream().anyMatch(TokenHeader::isSetIn)));
  }

  private static boolean isSetIn(ProjectFile file) {
    return SCRIPT.matcher(file.name()).matches()
        && file.mentions("CSRF", "csrf", "Csrf", "XSRF", "xsrf")
        && file.text().filter(text -> HEADER.matcher(text).find()).isPresent();
  }
}
