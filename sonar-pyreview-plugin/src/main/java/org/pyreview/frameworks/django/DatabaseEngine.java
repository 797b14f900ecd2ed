package org.pyreview.frameworks.django;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The databases that a Django project runs on.
 *
 * @param isPostgres whether it is known to be PostgreSQL
 * @param isOnlySqlite whether the settings name SQLite and nothing else
 * @param isAnother whether some settings, those of tests included, or a driver speak of another
 *     engine than PostgreSQL
 */
public record DatabaseEngine(boolean isPostgres, boolean isOnlySqlite, boolean isAnother) {

  /** Another engine than PostgreSQL, by its backend, the end of that, or an address. */
  private static final Pattern ANOTHER =
      Pattern.compile(
          "(?i)(?:[\\w.]*\\.)?(?:sqlite3?|spatialite|mysql|mariadb|oracle)|(?:sqlite|mysql|mariadb|oracle)\\w*:.*");

  private static final Pattern OTHER_DRIVER =
      Pattern.compile(
          "(?mi)^[\\s\"']*(?:mysqlclient|pymysql|mysql-connector-python|oracledb|cx-oracle)\\b");

  private static final Pattern ENGINE =
      Pattern.compile("(?:[\\w.]*\\.)?(?:postgresql(?:_psycopg2)?|postgis|psqlextra\\.backend)");
  private static final Pattern ANY_ENGINE = Pattern.compile("[\\w.]+\\.backends?\\.\\w+");
  private static final Pattern DRIVER =
      Pattern.compile("(?m)^[ \\t\"']*+psycopg(?:2|2-binary|\\[\\w+])?\\b");
  private static final Set<String> MANIFESTS =
      Set.of("pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "environment.yml");

  /** What the settings name; without an engine there, the driver that the project installs. */
  public static DatabaseEngine of(Project project) {
    return project.knowledge(DatabaseEngine.class, DatabaseEngine::decide);
  }

  private static DatabaseEngine decide(Project project) {
    ProjectCode code = ProjectCode.of(project);
    boolean hasDatabases =
        code.mainModules().stream().anyMatch(module -> module.binds("DATABASES"));
    if (!hasDatabases) {
      // A reusable app can't assume anything.
      return new DatabaseEngine(false, false, false);
    }
    boolean named =
        code.mainModules().stream()
            .filter(module -> module.binds("DATABASES") || module.binds("DATABASE"))
            .anyMatch(DatabaseEngine::namesPostgres);
    boolean isPostgres = named || project.files().stream().anyMatch(file -> installs(file, DRIVER));
    List<String> engines =
        code.mainModules().stream()
            .filter(module -> module.binds("DATABASES"))
            .flatMap(DatabaseEngine::texts)
            .filter(text -> ANY_ENGINE.matcher(text).matches() && text.contains("db"))
            .toList();
    boolean isOnlySqlite =
        !isPostgres
            && !engines.isEmpty()
            && engines.stream().allMatch(text -> text.endsWith(".sqlite3"));
    boolean isAnother =
        code.modules().stream()
                .filter(module -> module.binds("DATABASES") || module.binds("DATABASE"))
                .flatMap(DatabaseEngine::texts)
                .anyMatch(text -> ANOTHER.matcher(text).matches())
            || project.files().stream().anyMatch(file -> installs(file, OTHER_DRIVER));
    return new DatabaseEngine(isPostgres, isOnlySqlite, isAnother);
  }

  /** Whether every migration runs on PostgreSQL and may use what only that has. */
  public boolean isPostgresAlone() {
    return isPostgres && !isAnother;
  }

  private static Stream<String> texts(ModuleCode settings) {
    return settings.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Text.class::isInstance)
        .map(text -> ((Expr.Text) text).value());
  }

  private static boolean namesPostgres(ModuleCode settings) {
    return texts(settings)
        .anyMatch(text -> ENGINE.matcher(text).matches() || text.matches("postgres(?:ql)?://.*"));
  }

  private static boolean installs(ProjectFile file, Pattern driver) {
    boolean isManifest =
        MANIFESTS.contains(file.name())
            || file.name().matches(".*requirements.*\\.(?:txt|in)")
            || file.folder().endsWith("requirements/");
    return isManifest
        && !file.path().isTest()
        && file.text().filter(text -> driver.matcher(text).find()).isPresent();
  }
}
