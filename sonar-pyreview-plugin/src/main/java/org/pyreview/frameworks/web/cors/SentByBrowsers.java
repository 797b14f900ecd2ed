package org.pyreview.frameworks.web.cors;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * What browsers send along with the requests of other sites: cookies, and the password of HTTP's
 * own login. A token in a header is sent by the script that has it, and others don't.
 */
public final class SentByBrowsers {

  private static final String[] SIGNS = {
    "cookie", "Cookie", "COOKIE", "SessionMiddleware", "HTTPBasic", "HTTPDigest"
  };

  /**
   * {@code SESSION_COOKIE_SAMESITE = None} or {@code samesite="None"}; the cookies of forms and
   * languages log nobody in.
   */
  private static final Pattern ACROSS_SITES =
      Pattern.compile(
          "SESSION_COOKIE_SAMESITE[\"']?\\s*[=:][^\\n#]*\\b(?i:None|False)\\b"
              + "|(?<!CSRF_COOKIE_|LANGUAGE_COOKIE_)(?i:samesite[\"']?\\s*[=:]\\s*[\"']none[\"'])");

  private static final String[] SIGNS_OF_ATTRIBUTE = {"samesite", "SameSite", "SAMESITE"};

  private final boolean isAnything;
  private final boolean isAcrossSites;

  private SentByBrowsers(Project project) {
    List<ProjectFile> code =
        project.files().stream()
            .filter(file -> file.name().endsWith(".py") && !file.path().isTest())
            .toList();
    isAnything = code.stream().anyMatch(SentByBrowsers::speaksOf);
    isAcrossSites =
        code.stream()
            .filter(file -> file.mentions(SIGNS_OF_ATTRIBUTE))
            .flatMap(file -> file.text().stream())
            .anyMatch(text -> ACROSS_SITES.matcher(text).find());
  }

  private static boolean speaksOf(ProjectFile file) {
    return file.mentions(SIGNS);
  }

  /** Whether the code of a project has anything to do with them. */
  public static boolean isAnythingIn(Project project) {
    return project.knowledge(SentByBrowsers.class, SentByBrowsers::new).isAnything;
  }

  /**
   * Whether a cookie that logs somebody in goes along with requests of other sites: browsers keep
   * it back unless the code says so.
   */
  public static boolean isCookieSentAcrossSites(Project project) {
    return project.knowledge(SentByBrowsers.class, SentByBrowsers::new).isAcrossSites;
  }
}
