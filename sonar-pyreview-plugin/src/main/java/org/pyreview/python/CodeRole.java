package org.pyreview.python;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where code runs. A path alone tells most of it; {@code CodeRoles} of the project knows better,
 * because it sees who imports a file.
 */
public enum CodeRole {
  /** In the application that answers requests, or in what it imports. */
  SERVER,
  /** In a process that works off a queue or a schedule. */
  WORKER,
  /** When an operator or a schedule calls a command of the application. */
  COMMAND,
  /** When somebody runs the file by hand. */
  SCRIPT,
  /** Nowhere: it shows readers how something is done, or a generator makes code of it. */
  EXAMPLE,
  /** On developers' machines and in CI. */
  DEVELOPMENT,
  /** In test runs. */
  TEST,
  /** Once in each database. */
  MIGRATION;

  private static final Pattern BETWEEN = Pattern.compile("[._-]+");
  private static final Set<String> TEST_WORDS =
      Set.of(
          "test",
          "tests",
          "testing",
          "testdata",
          "testproject",
          "unittests",
          "e2e",
          "cypress",
          "playwright");
  private static final Set<String> MIGRATION_WORDS =
      Set.of("migrations", "migration", "alembic", "revisions");
  private static final Set<String> EXAMPLE_WORDS =
      Set.of(
          "example",
          "examples",
          "sample",
          "samples",
          "demo",
          "demos",
          "sandbox",
          "tutorial",
          "tutorials",
          "snippets",
          "cookbook",
          "playground",
          "doc",
          "docs",
          "documentation",
          "cookiecutter");
  private static final Set<String> DEVELOPMENT_WORDS =
      Set.of(
          "dev",
          "devel",
          "develop",
          "devproject",
          "devserver",
          "devstack",
          "development",
          "local",
          "ci",
          "lint",
          "linting",
          "mypy",
          "build",
          "debug",
          "benchmark",
          "benchmarks",
          "devcontainer",
          "devtools",
          "profiling");
  private static final Set<String> DEVELOPMENT_FILES =
      Set.of("setup.py", "noxfile.py", "fabfile.py", "dodo.py", "conf.py", "toxfile.py");
  private static final Set<String> SCRIPT_FOLDERS =
      Set.of("scripts", "script", "bin", "contrib", "tools", "hack", "misc", "utilities");
  private static final Set<String> COMMAND_FOLDERS =
      Set.of("commands", "cli", "command", "management");
  private static final Set<String> COMMAND_FILES =
      Set.of("cli.py", "commands.py", "command.py", "__main__.py", "manage.py");
  private static final Set<String> WORKER_FOLDERS =
      Set.of("tasks", "workers", "worker", "jobs", "cron", "consumers", "schedulers");
  private static final Set<String> WORKER_FILES =
      Set.of("tasks.py", "worker.py", "workers.py", "jobs.py", "cron.py");

  /**
   * What a path tells.
   *
   * @param path from the project's root
   */
  public static CodeRole of(ModulePath path) {
    String name = path.fileName().toLowerCase(Locale.ROOT);
    List<String> folders = path.segments().subList(0, path.segments().size() - 1);
    if (path.toString().contains("{{") || path.toString().contains("{%")) {
      return EXAMPLE;
    }
    if (path.isTest() || anyWord(folders, TEST_WORDS) || words(name).contains("e2e")) {
      return TEST;
    }
    if (anyWord(folders, MIGRATION_WORDS)) {
      return MIGRATION;
    }
    if (anyWord(folders, EXAMPLE_WORDS) || anyWord(List.of(name), EXAMPLE_WORDS)) {
      return EXAMPLE;
    }
    if (DEVELOPMENT_FILES.contains(name)
        || anyWord(folders, DEVELOPMENT_WORDS)
        || anyWord(List.of(name), DEVELOPMENT_WORDS)) {
      return DEVELOPMENT;
    }
    if (path.isBelow(SCRIPT_FOLDERS)) {
      return SCRIPT;
    }
    if (path.isBelow(COMMAND_FOLDERS) || COMMAND_FILES.contains(name)) {
      return COMMAND;
    }
    return path.isBelow(WORKER_FOLDERS) || WORKER_FILES.contains(name) ? WORKER : SERVER;
  }

  private static boolean anyWord(List<String> segments, Set<String> wanted) {
    return segments.stream().flatMap(segment -> words(segment).stream()).anyMatch(wanted::contains);
  }

  private static List<String> words(String segment) {
    return List.of(BETWEEN.split(segment.toLowerCase(Locale.ROOT)));
  }

  /** Whether users depend on it: what the application's servers, workers and commands run. */
  public boolean isProduction() {
    return this == SERVER || this == WORKER || this == COMMAND;
  }
}
