package org.pyreview.project;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
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

  public static DevelopmentPath of(ModulePath path) {
    return new DevelopmentPath(
        path.segments().stream()
            .flatMap(segment -> Arrays.stream(segment.toLowerCase(Locale.ROOT).split("[._-]+")))
            .anyMatch(WORDS::contains));
  }
}
