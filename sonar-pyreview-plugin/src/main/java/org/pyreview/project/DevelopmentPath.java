package org.pyreview.project;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.ModulePath;

/**
 * Whether a path speaks of development, tests or documentation rather than of production.
 *
 * @param isDevelopment whether some word of it does
 */
public record DevelopmentPath(boolean isDevelopment) {

  private static final Set<String> WORDS =
      Set.of(
          "dev",
          "devel",
          "develop",
          "devproject",
          "devserver",
          "devstack",
          "development",
          "local",
          "test",
          "tests",
          "testing",
          "ci",
          "doc",
          "docs",
          "documentation",
          "lint",
          "linting",
          "types",
          "typing",
          "mypy",
          "example",
          "examples",
          "sample",
          "samples",
          "sandbox",
          "tools",
          "build",
          "devcontainer",
          "debug",
          "benchmark",
          "benchmarks",
          "migrations",
          "tutorial",
          "tutorials",
          "snippets");

  private static final Pattern BETWEEN = Pattern.compile("[._-]+");

  public static DevelopmentPath of(ModulePath path) {
    for (String segment : path.segments()) {
      for (String word : BETWEEN.split(segment.toLowerCase(Locale.ROOT))) {
        if (WORDS.contains(word)) {
          return new DevelopmentPath(true);
        }
      }
    }
    return new DevelopmentPath(false);
  }
}
