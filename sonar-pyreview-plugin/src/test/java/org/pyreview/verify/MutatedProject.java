package org.pyreview.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A project that is made of a fixture by random steps. The same seed and steps make the same
 * project, and every step has random numbers of its own, so that a failure stays while steps are
 * left out.
 *
 * @param seed chooses the fixture and what the steps do
 * @param steps numbers of the steps that are taken
 * @param without paths of files that are left out at last
 */
public record MutatedProject(long seed, List<Integer> steps, Set<String> without) {

  private static final int MOST_STEPS = 12;
  private static final int LONGEST = 60_000;

  /** Describe the project to the tests, or would start other programs. */
  private static final Set<String> INSTRUCTIONS =
      Set.of(
          "project-issues",
          "file-issues",
          "rule-parameters",
          AnalysedProject.GIT_LISTING,
          AnalysedProject.GIT_HISTORY);

  /** Names under which something is read. */
  private static final List<String> NAMES =
      List.of(
          "app/models.py",
          "app/settings.py",
          "app/urls.py",
          "app/views.py",
          "app/migrations/0001_initial.py",
          "tests/test_views.py",
          "app/templates/app/page.html",
          "app/templates/mail.txt",
          "Dockerfile",
          "docker-compose.yml",
          ".github/workflows/ci.yml",
          "k8s/deployment.yaml",
          "environment.yml",
          "pyproject.toml",
          "Pipfile",
          "setup.cfg",
          "setup.py",
          "requirements.txt",
          "requirements-dev.in",
          "poetry.lock",
          ".gitignore",
          ".dockerignore",
          ".env",
          ".env.example",
          ".pre-commit-config.yaml",
          "logging.yaml",
          "Procfile",
          "Makefile",
          "entrypoint.sh",
          "nginx.conf",
          "crontab",
          "CODEOWNERS",
          "README.md",
          "CHANGELOG.md",
          "mypy.ini",
          ".flake8");

  private static final List<String> STRANGE =
      List.of(
          "\uD835\uDCB3",
          "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "e\u0301",
          "\u202Eabc",
          "\uFEFF",
          "\uFB01",
          "\u0130",
          "\u00DF",
          "\r",
          "\r\n",
          "\f",
          "\u000B",
          "\u2028",
          "\u0085",
          "\u0000",
          "\t",
          "\u00A0",
          "\\",
          "\\\n",
          "\n",
          "\n\n\n",
          "    ",
          "'",
          "\"",
          "\"\"\"",
          "'''",
          "`",
          "${",
          "{{",
          "}}",
          "{%",
          "%}",
          "{#",
          "#}",
          "<!--",
          "-->",
          "<form",
          "</form>",
          "<script>",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ":",
          ";",
          ",",
          "#",
          "# noqa",
          "//",
          "/*",
          "*",
          "**",
          "&&",
          "||",
          "|",
          "&a",
          "*a",
          "<<: *a",
          "<<EOF",
          "EOF",
          "---",
          "- ",
          "%s",
          "%(x)s",
          "\\u0041",
          "\\x",
          "@",
          "~",
          "!",
          "$",
          "=",
          "==",
          ":=",
          "->",
          "..",
          "/../",
          "lambda:0",
          "yield",
          "await ",
          "async ",
          "print 'a'",
          "f'{x!r:>{w}}'",
          "rb'\\0'",
          "0x",
          "1e999999999",
          "9".repeat(400),
          "-1",
          "99999999999999999999",
          "1_000",
          "0777",
          "3.99999999999");

  private static final Pattern TOKEN = Pattern.compile("\\w+|\\s+|[^\\w\\s]");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final List<String> QUOTES = List.of("'", "\"", "'''", "\"\"\"", "`", "");
  private static final List<String> BRACKETS = List.of("(", ")", "[", "]", "{", "}");

  /** The projects that mutations start from, by the kinds of files in them. */
  private static final List<List<Map<String, String>>> FIXTURES = fixtures();

  /** A project with all its steps. */
  static MutatedProject of(long seed) {
    int steps = 1 + new Random(seed).nextInt(MOST_STEPS);
    return new MutatedProject(seed, IntStream.range(0, steps).boxed().toList(), Set.of());
  }

  private static List<List<Map<String, String>>> fixtures() {
    Map<String, List<Map<String, String>>> byKind = new TreeMap<>();
    RuleUnderTest.all().stream()
        .flatMap(rule -> rule.fixtures().stream())
        .map(MutatedProject::read)
        .forEach(
            files ->
                files.keySet().stream()
                    .map(MutatedProject::kind)
                    .distinct()
                    .forEach(
                        kind -> byKind.computeIfAbsent(kind, key -> new ArrayList<>()).add(files)));
    return List.copyOf(byKind.values());
  }

  private static Map<String, String> read(Path fixture) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(fixture)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String path = fixture.relativize(file).toString().replace('\\', '/');
        if (!INSTRUCTIONS.contains(path)) {
          files.put(
              path.isEmpty() ? file.getFileName().toString() : path,
              new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Texts by path. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>(anyFixture(new Random(seed * 31 + 7)));
    for (int step : steps) {
      mutate(files, new Random(seed * 1_000_003 + step));
    }
    files.keySet().removeAll(without);
    return files;
  }

  /** As often one with any kind of file as with any other: most fixtures are Python alone. */
  private static Map<String, String> anyFixture(Random random) {
    return any(any(FIXTURES, random), random);
  }

  private static String kind(String path) {
    return path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1);
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static void mutate(Map<String, String> files, Random random) {
    if (files.isEmpty()) {
      files.put("app.py", "");
    }
    List<String> kinds = files.keySet().stream().map(MutatedProject::kind).distinct().toList();
    String kind = any(kinds, random);
    String path =
        any(files.keySet().stream().filter(each -> kind(each).equals(kind)).toList(), random);
    switch (random.nextInt(10)) {
      case 0 -> files.putAll(anyFixture(random));
      case 1 -> put(files, any(NAMES, random), files.get(path));
      case 2 -> files.remove(path);
      default -> files.put(path, shortened(mutated(files.get(path), path, random)));
    }
  }

  /** A file can't have the name of a folder. */
  private static void put(Map<String, String> files, String path, String text) {
    boolean isPossible =
        files.keySet().stream()
            .noneMatch(each -> each.startsWith(path + "/") || path.startsWith(each + "/"));
    if (isPossible) {
      files.put(path, text);
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static String mutated(String text, String path, Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> text.substring(0, random.nextInt(text.length() + 1));
      case 1 -> text.substring(random.nextInt(text.length() + 1));
      case 2 -> text.replace("\n", any(List.of("\r\n", "\r", "\n\n", " ", "\f\n"), random));
      case 3 -> any(List.of("\uFEFF", "\n", "\r\n", " ", "\t", "\f"), random) + text;
      case 4 -> text.replaceAll("[\"']", any(List.of("'", "\"", "`"), random));
      case 5 -> spliced(text, path, random);
      case 6 -> nested(text, random);
      case 7 -> NUMBER.matcher(text).replaceAll(any(STRANGE, random).replaceAll("[\\\\$]", "1"));
      case 8, 9 -> withLines(text, random);
      case 10, 11, 12 -> inserted(text, any(STRANGE, random), random);
      default -> withTokens(text, random);
    };
  }

  private static String inserted(String text, String piece, Random random) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + piece + text.substring(at);
  }

  /** The beginning of a text and the end of another of the same kind. */
  private static String spliced(String text, String path, Random random) {
    List<String> others =
        Stream.generate(() -> anyFixture(random))
            .limit(50)
            .flatMap(files -> files.entrySet().stream())
            .filter(each -> kind(each.getKey()).equals(kind(path)))
            .map(Map.Entry::getValue)
            .toList();
    String other = others.isEmpty() ? text : any(others, random);
    return text.substring(0, random.nextInt(text.length() + 1))
        + other.substring(random.nextInt(other.length() + 1));
  }

  /** Something put into itself many times. */
  private static String nested(String text, Random random) {
    int depth = 1 << random.nextInt(8);
    int kind = random.nextInt(8);
    if (kind == 0) {
      StringBuilder ifs = new StringBuilder(text).append('\n');
      for (int i = 0; i < Math.min(depth, 60); i++) {
        ifs.append(" ".repeat(i)).append("if x:\n");
      }
      return ifs.append(" ".repeat(60)).append("pass\n").toString();
    }
    String[] ends =
        switch (kind) {
          case 1 -> new String[] {"(", ")"};
          case 2 -> new String[] {"[", "]"};
          case 3 -> new String[] {"{", "}"};
          case 4 -> new String[] {"{% if x %}", "{% endif %}"};
          case 5 -> new String[] {"<b>", "</b>"};
          case 6 -> new String[] {"f(", ")"};
          default -> new String[] {"not ", ""};
        };
    return inserted(text, ends[0].repeat(depth) + "x" + ends[1].repeat(depth), random);
  }

  private static String withLines(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    change(lines, random);
    return String.join("\n", lines);
  }

  private static String withTokens(String text, Random random) {
    List<String> tokens =
        new ArrayList<>(TOKEN.matcher(text).results().map(MatchResult::group).toList());
    int changes = 1 + random.nextInt(5);
    for (int i = 0; i < changes; i++) {
      change(tokens, random);
    }
    return String.join("", tokens);
  }

  private static void change(List<String> parts, Random random) {
    if (parts.isEmpty()) {
      parts.add("");
    }
    int at = random.nextInt(parts.size());
    switch (random.nextInt(8)) {
      case 0 -> parts.remove(at);
      case 1 -> parts.add(at, parts.get(at));
      case 2 -> Collections.swap(parts, at, random.nextInt(parts.size()));
      case 3 -> parts.set(at, any(parts, random));
      case 4 -> parts.set(at, any(STRANGE, random));
      case 5 -> parts.set(at, any(QUOTES, random) + parts.get(at) + any(QUOTES, random));
      case 6 -> parts.set(at, any(BRACKETS, random) + parts.get(at) + any(BRACKETS, random));
      default -> {
        int end = Math.min(parts.size(), at + 1 + random.nextInt(20));
        parts.subList(at, end).clear();
      }
    }
  }
}
