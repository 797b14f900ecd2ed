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
 */
public record DatabaseEngine(boolean isPostgres, boolean isOnlySqlite) {

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
      return new DatabaseEngine(false, false);
    }
    boolean named =
        code.mainModules().stream()
            .filter(module -> module.binds("DATABASES") || module.binds("DATABASE"))
            .anyMatch(DatabaseEngine::namesPostgres);
    boolean isPostgres = named || project.files().stream().anyMatch(DatabaseEngine::installsDriver);
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
    return new DatabaseEngine(isPostgres, isOnlySqlite);
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

  private static boolean installsDriver(ProjectFile file) {
    boolean isManifest =
        MANIFESTS.contains(file.name())
            || file.name().matches(".*requirements.*\\.(?:txt|in)")
            || file.folder().endsWith("requirements/");
    return isManifest
        && !file.path().isTest()
        && file.text().filter(text -> DRIVER.matcher(text).find()).isPresent();
  }
}
