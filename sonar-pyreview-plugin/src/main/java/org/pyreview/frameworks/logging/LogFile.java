package org.pyreview.frameworks.logging;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * A file that an application writes its log to, as code or a configuration of {@code logging} sets
 * it up.
 *
 * @param place the call, or the name of the handler's class
 * @param growth what becomes of the file
 * @param name the handler, as messages call it
 * @see <a href="https://docs.python.org/3/library/logging.handlers.html">logging.handlers</a>
 */
public record LogFile(ProjectFile file, Place place, Growth growth, String name) {

  /** What becomes of a log file. */
  public enum Growth {
    /** It is never rotated. */
    ENDLESS,
    /**
     * A handler that could rotate it is told not to: {@code maxBytes} or {@code backupCount} is 0.
     */
    NEVER_ROTATED,
    /** It is rotated, and old files are never deleted. */
    KEPT_FOREVER,
    /** It is rotated, and old files are deleted, or something else does both. */
    LIMITED
  }

  private static final Pattern ROTATION =
      Pattern.compile("(?i)logrotate|newsyslog|rotate logs|log rotation");

  private static final Pattern HEROKU = Pattern.compile("(?i)heroku");

  private record All(List<LogFile> list) {}

  /** Those of a project outside of tests, scripts and settings for development. */
  public static List<LogFile> of(Project project) {
    return project.knowledge(All.class, each -> new All(LogFileReader.read(each))).list;
  }

  /** Whether Heroku runs the project, which gives it a new disk at least once a day. */
  public static boolean areOnPassingDisks(Project project) {
    return project.file("Procfile").isPresent() && Mentions.of(project).areInOperation(HEROKU);
  }

  /** Whether something outside of Python rotates log files, as far as the repository says. */
  public static boolean areRotatedFromOutside(Project project) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInOperation(ROTATION)
        || mentions.areInDocuments(ROTATION)
        || mentions.areInPaths(Pattern.compile("(?i)(?:.*/)?[^/]*logrotate[^/]*(?:/.*)?"));
  }
}
