package org.pyreview.frameworks.monitoring;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;

/** Whether a project says how its data is saved. */
public final class Backups {

  private static final Pattern TOOL =
      Pattern.compile(
          "(?i)pg_dump|pg_basebackup|mysqldump|mariadb-dump|mongodump|\\bwal-[ge]\\b|pgbackrest|\\bbarman\\b|litestream|\\brestic\\b|\\bborg(?:matic|backup)?\\b|\\bvelero\\b|back-?up|snapshot");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?im)^#+ .*back-?(?:ing )?ups?\\b|^.*\\bback-?ups?\\b.*\\n[=~^-]{3,}\\s*$|^[ \\t*_>-]*back-?ups?[*_]*:|point[- ]in[- ]time recovery|pg_dump|mysqldump|mongodump");
  private static final Pattern PATH = Pattern.compile("(?i).*back-?up.*");
  private static final String[] NAMES = {
    "dbbackup", "pg_dump", "mysqldump", "mongodump", "backup_database", "database_backup"
  };

  private Backups() {}

  /**
   * Whether a project does.
   *
   * @param more what else a platform calls it
   */
  public static boolean areDefined(Project project, Optional<Pattern> more) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInPaths(PATH)
        || mentions.areInCode(NAMES)
        || mentions.areInOperation(TOOL)
        || mentions.areInDocuments(HEADING)
        || more.filter(
                pattern -> mentions.areInOperation(pattern) || mentions.areInDocuments(pattern))
            .isPresent();
  }
}
