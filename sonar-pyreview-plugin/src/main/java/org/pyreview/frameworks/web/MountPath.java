package org.pyreview.frameworks.web;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * The path below which a site is served. Where the project provides for one, a URL that is written
 * out leaves the site.
 */
public final class MountPath {

  private static final String SETTING =
      "(?:[A-Z]{1,5}_)?(?:URL_PREFIX|PATH_PREFIX|SUB_?PATH|SUB_?DIRECTORY|SCRIPT_NAME|APPLICATION_ROOT)";

  /** A page whose relative links all start at the root of the host. */
  private static final Pattern ROOT_IN_TEMPLATE =
      Pattern.compile("(?i)<base\\s[^>]*href\\s*=\\s*[\"']/[\"']");

  /** Settings, what a proxy says, and a prefix that the environment gives. */
  private static final Pattern IN_CODE =
      Pattern.compile(
          "\\bFORCE_SCRIPT_NAME\\s*=\\s*(?!None|[\"']{2}|[\"']/[\"'])\\S"
              + "|\\bAPPLICATION_ROOT\\b[\"']?\\]?\\s*=\\s*(?!None|[\"']{2}|[\"']/[\"'])\\S"
              + "|[\"']SCRIPT_NAME[\"']\\s*\\]\\s*=[^=]"
              + "|\\bHTTP_X_(?:SCRIPT_NAME|FORWARDED_PREFIX)\\b"
              + "|\\bx_prefix\\s*=\\s*[1-9]"
              + "|(?:env\\w*|ENV)(?:\\.\\w+)?[(\\[]\\s*[\"']"
              + SETTING
              + "[\"']"
              // Flask itself has a value for APPLICATION_ROOT: reading it provides for nothing.
              + "|config(?:\\.\\w+)?[(\\[]\\s*[\"'](?!APPLICATION_ROOT)"
              + SETTING
              + "[\"']");

  private static final Pattern IN_URLCONF =
      Pattern.compile(
          "\\bsettings\\.(?:BASE_PATH|BASE_URL_PATH|ROOT_PATH|"
              + SETTING
              + ")\\b|\\([\"']url_prefix[\"']\\)");

  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?im)^(?!.*(?:fastcgi_|uwsgi_param)).*\\b(?:FORCE_)?SCRIPT_NAME\\b\\s*[=:]?\\s*[\"']?/\\w"
              + "|\\bX-(?:Script-Name|Forwarded-Prefix)\\b"
              + "|^[ \\t]*WSGIScriptAlias[ \\t]+/\\w"
              + "|\\b(?:hosted|served|mounted|deployed)\\s(?:\\w+\\s){0,2}(?:a|any|another)\\s"
              + "(?:\\w+\\s)?(?:sub-?(?:directory|folder|path|uri)|(?:url|path) prefix)\\b");

  private static final Set<String> TEXTS =
      Set.of("md", "rst", "txt", "conf", "ini", "yml", "yaml", "env", "example", "sh", "template");

  private final boolean isProvidedFor;

  private MountPath(Project project) {
    isProvidedFor =
        project.files().stream().anyMatch(MountPath::providesForOne)
            && project.files().stream().noneMatch(MountPath::isAtRoot);
  }

  /** Whether a project lets its operator choose such a path, or its documentation shows how. */
  public static boolean isProvidedFor(Project project) {
    return project.knowledge(MountPath.class, MountPath::new).isProvidedFor;
  }

  private static boolean providesForOne(ProjectFile file) {
    if (file.path().isTest()) {
      return false;
    }
    String name = file.path().fileName();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (ending.equals("py")) {
      return finds(IN_CODE, file) || (name.equals("urls.py") && finds(IN_URLCONF, file));
    }
    return TEXTS.contains(ending) && finds(IN_TEXT, file);
  }

  private static boolean isAtRoot(ProjectFile file) {
    return file.name().endsWith(".html") && finds(ROOT_IN_TEMPLATE, file);
  }

  private static boolean finds(Pattern pattern, ProjectFile file) {
    return file.text().filter(text -> pattern.matcher(text).find()).isPresent();
  }
}
