package org.pyreview.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.ecosystem.Ledgers;

/**
 * Makes everything that follows from the metadata.
 *
 * <pre>
 *   Generator --resources TARGET METADATA   writes the plugin's resources
 *   Generator --docs DOCS METADATA          writes the generated pages of the docs
 *   Generator --check DOCS METADATA         fails if those pages are not what --docs would write
 * </pre>
 */
public final class Generator {

  private Generator() {}

  /** See the class comment for the arguments. */
  public static void main(String[] args) {
    Path target = Path.of(args[1]);
    Path metadata = Path.of(args[2]);
    Checklist checklist = Checklist.read(metadata.resolve("checklist.yaml"));
    List<Rule> rules = Rule.readAll(metadata.resolve("rules"));
    requireEveryRuleAnswersAPoint(checklist, rules);
    String benchmarks = read(metadata.resolve("benchmarks.md"));
    Benchmarks numbers =
        new Benchmarks(Ledgers.read(metadata.resolve("../ecosystem").normalize()), rules);
    switch (args[0]) {
      case "--resources" -> write(new Resources(checklist, rules).files(), target);
      case "--docs" -> {
        Map<String, String> pages = new Docs(checklist, rules, benchmarks, numbers).pages();
        write(pages, target);
        stalePages(pages, target).forEach(page -> delete(target.resolve(page)));
      }
      case "--check" -> {
        Set<String> stale =
            stalePages(new Docs(checklist, rules, benchmarks, numbers).pages(), target);
        if (!stale.isEmpty()) {
          throw new MetadataException(
              "These pages of docs/ are stale, run scripts/update-docs and commit them: " + stale);
        }
      }
      default -> throw new IllegalArgumentException("unknown option " + args[0]);
    }
  }

  private static void requireEveryRuleAnswersAPoint(Checklist checklist, List<Rule> rules) {
    Set<String> named =
        checklist.points().flatMap(p -> p.rules().stream()).collect(Collectors.toSet());
    Set<String> homeless = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    for (Rule rule : rules) {
      if (!seen.add(rule.key())) {
        throw new MetadataException("two files describe the rule " + rule.key());
      }
      if (!named.contains(rule.key())) {
        homeless.add(rule.key());
      }
    }
    if (!homeless.isEmpty()) {
      throw new MetadataException("checklist.yaml names no point for " + homeless);
    }
  }

  private static Set<String> stalePages(Map<String, String> pages, Path docs) {
    Set<String> stale = new TreeSet<>();
    pages.forEach(
        (path, content) -> {
          if (!read(docs.resolve(path)).equals(content)) {
            stale.add(path);
          }
        });
    for (Path page : markdownIn(docs.resolve("rules"))) {
      String path = docs.relativize(page).toString().replace('\\', '/');
      if (!pages.containsKey(path)) {
        stale.add(path);
      }
    }
    return stale;
  }

  private static List<Path> markdownIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new ArrayList<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Map<String, String> files, Path target) {
    files.forEach(
        (path, content) -> {
          try {
            Path file = target.resolve(path);
            Files.createDirectories(file.getParent());
            if (!read(file).equals(content)) {
              Files.writeString(file, content);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
