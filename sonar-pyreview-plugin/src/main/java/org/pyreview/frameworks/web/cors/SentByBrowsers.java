package org.pyreview.frameworks.web.cors;

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

  private final boolean isAnything;

  private SentByBrowsers(Project project) {
    isAnything =
        project.files().stream()
            .filter(file -> file.name().endsWith(".py") && !file.path().isTest())
            .anyMatch(SentByBrowsers::speaksOf);
  }

  private static boolean speaksOf(ProjectFile file) {
    return file.mentions(SIGNS);
  }

  /** Whether the code of a project has anything to do with them. */
  public static boolean isAnythingIn(Project project) {
    return project.knowledge(SentByBrowsers.class, SentByBrowsers::new).isAnything;
  }
}
