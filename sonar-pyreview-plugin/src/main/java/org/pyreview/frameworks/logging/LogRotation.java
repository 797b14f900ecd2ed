package org.pyreview.frameworks.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.TextLines;

/**
 * A block of a configuration of logrotate.
 *
 * @param place its first line
 * @see <a href="https://man7.org/linux/man-pages/man8/logrotate.8.html">logrotate(8)</a>
 */
public record LogRotation(ProjectFile file, Place place) {

  private static final Pattern NAME =
      Pattern.compile("(?i)(?:.*/)?[^/]*logrotate[^/]*|(?:.*/)?logrotate(?:\\.d)?/[^/]+");
  private static final Pattern BLOCK = Pattern.compile("(?m)^([^\\s#{}][^{}\\n]*)\\{([^{}]*)\\}");
  private static final Pattern LIMIT =
      Pattern.compile("(?m)^[ \\t]*+(?:rotate\\s+\\d+|maxage\\s+\\d+)");

  /** The blocks of a project that limit neither the number nor the age of old files. */
  public static List<LogRotation> endless(Project project) {
    List<LogRotation> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      boolean mayBe =
          NAME.matcher(file.toString()).matches()
              && !file.name().matches(".*\\.(?:py|md|rst)")
              && !DevelopmentPath.of(file.path()).isDevelopment();
      if (mayBe) {
        file.plainText().ifPresent(text -> collect(file, text, found));
      }
    }
    return found;
  }

  private static void collect(ProjectFile file, String text, List<LogRotation> found) {
    Matcher block = BLOCK.matcher(text);
    String global = block.replaceAll("");
    if (LIMIT.matcher(global).find()) {
      return;
    }
    TextLines lines = new TextLines(text);
    block.reset();
    while (block.find()) {
      if (!LIMIT.matcher(block.group(2)).find()
          && block
              .group(2)
              .matches(
                  "(?s).*\\b(?:daily|weekly|monthly|hourly|size|maxsize|missingok|compress)\\b.*")) {
        int end = block.start() + block.group(1).stripTrailing().length();
        found.add(new LogRotation(file, lines.place(block.start(), end)));
      }
    }
  }
}
