package org.pyreview.frameworks.environment;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.ModulePath;
import org.pyreview.python.PythonModule;

/** A file that is there to hold configuration. */
public final class ConfigurationModule {

  private static final Set<String> FOLDERS =
      Set.of("config", "configs", "configuration", "settings", "conf", "constants");
  private static final Pattern FILES =
      Pattern.compile(
          "(?i)(?:.*_)?(?:config|configs|configuration|settings|conf|constants|defaults)(?:_.*)?\\.py");

  /** Where code runs on its own, and for one environment. */
  private static final Set<String> ASIDE =
      Set.of(
          "scripts",
          "script",
          "bin",
          "migrations",
          "alembic",
          "examples",
          "example",
          "docs",
          "tools",
          "contrib",
          "benchmarks",
          "management",
          "dev");

  private ConfigurationModule() {}

  /** Whether a file is one by its name or folder. */
  public static boolean is(ModulePath path) {
    return path.isBelow(FOLDERS) || FILES.matcher(path.fileName()).matches();
  }

  /** Whether a file is part of an application and no place for configuration. */
  public static boolean mayHoldNoConfiguration(PythonModule module) {
    return !is(module.path())
        && !module.path().isBelow(ASIDE)
        // Settings of Django have rules of their own.
        && !module.importsFrom("django");
  }
}
