package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.AnalysedProject.Range;
import org.sonarsource.analyzer.commons.checks.verifier.MultiFileVerifier;

/**
 * A project whose comments say what a rule has to report: {@code Noncompliant {{message}}}, with
 * {@code ^^^} below the exact place and {@code ^^^<} below its causes, or with the place behind the
 * message ({@link AssertedPlaces}); an issue without a place fails. The comment may be Python's, a
 * template's ({@code {# … #}}) or that of requirement files and Dockerfiles. Issues on the project
 * stand in {@code project-issues}, one message per line, and those in files whose text a comment
 * would change in {@code file-issues}, one {@code PATH:LINE MESSAGE} per line. A file {@code
 * rule-parameters} has the rule's parameters that differ from their defaults, one {@code KEY=VALUE}
 * per line; {@code broken-files} lists the Python files that don't parse on purpose.
 */
final class Fixture {

  private static final String PROJECT_ISSUES = "project-issues";
  private static final String FILE_ISSUES = "file-issues";
  private static final String PARAMETERS = "rule-parameters";
  private static final String BROKEN_FILES = "broken-files";
  private static final Pattern FILE_ISSUE = Pattern.compile("(.+?):(\\d+) (.+)");
  private static final Pattern HASH_COMMENT =
      Pattern.compile("(?:^|\\s)(#)(\\s*(?:Noncompliant|\\^).*)$");
  private static final Pattern TEMPLATE_COMMENT =
      Pattern.compile("(\\{#)(\\s*(?:Noncompliant|\\^).*?)#\\}");

  private static final Pattern CAUSE =
      Pattern.compile("#\\s*Cause(?:@([+-]\\d+))?\\s*\\{\\{(.*)\\}\\}");

  /** By the fixture's place. */
  private static final Map<Path, List<Found>> REPORTED = new ConcurrentHashMap<>();

  private final AnalysedProject project;

  private Fixture(AnalysedProject project) {
    this.project = project;
  }

  /** Copies a fixture to a folder of its own: tests may run on it side by side. */
  static Fixture of(Path fixture, Path workFolder) {
    try {
      if (Files.isDirectory(fixture)) {
        copy(fixture, workFolder);
      } else {
        Files.copy(fixture, workFolder.resolve(fixture.getFileName()));
      }
      return new Fixture(new AnalysedProject(workFolder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a rule reports about its fixture, which is analysed once for all tests that ask.
   *
   * @param parent where to make a work folder
   */
  static List<Found> reported(RuleUnderTest rule, Path fixture, Path parent) {
    return REPORTED.computeIfAbsent(
        fixture,
        path -> {
          try {
            Fixture marked = of(fixture, Files.createTempDirectory(parent, "fixture"));
            return marked.project.issues(rule.instance(marked.parameters()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  AnalysedProject project() {
    return project;
  }

  /** The parameters of the rule that it is meant for. */
  Map<String, String> parameters() {
    return project
        .sources()
        .getOrDefault(PARAMETERS, "")
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** Fails unless the issues are what the comments say, and nothing else. */
  void verify(List<Found> issues) {
    assertThat(project.unparsable())
        .as("Python files that don't parse")
        .containsExactlyElementsOf(
            project.sources().getOrDefault(BROKEN_FILES, "").lines().toList());
    MultiFileVerifier verifier =
        MultiFileVerifier.create(
            project.folder().resolve(project.sources().keySet().iterator().next()),
            StandardCharsets.UTF_8);
    boolean expectsIssues = false;
    for (String path : project.sources().keySet()) {
      expectsIssues |= addComments(verifier, path);
    }
    expectsIssues |= addFileIssues(verifier);
    for (Found issue : issues) {
      issue.path().ifPresent(path -> report(verifier, path, issue));
    }
    if (expectsIssues) {
      verifier.assertOneOrMoreIssues();
    } else {
      assertThat(issues.stream().filter(issue -> issue.path().isPresent())).isEmpty();
    }
    assertThat(places().complaints(issues)).as("places").isEmpty();
    assertThat(causesInOtherFiles(issues)).containsExactlyInAnyOrderElementsOf(markedCauses());
    assertThat(issues.stream().filter(issue -> issue.path().isEmpty()).map(Found::message))
        .containsExactlyElementsOf(
            project.sources().getOrDefault(PROJECT_ISSUES, "").lines().toList());
  }

  AssertedPlaces places() {
    AssertedPlaces places = new AssertedPlaces();
    project.sources().forEach((path, source) -> places.addComments(path, source.lines().toList()));
    for (Matcher issue : fileIssues()) {
      places.addRanges(issue.group(1), Integer.parseInt(issue.group(2)), issue.group(3));
    }
    return places;
  }

  /** The library's marks can't point to another file: {@code Cause {{message}}} does. */
  private List<String> markedCauses() {
    List<String> marked = new ArrayList<>();
    project
        .sources()
        .forEach(
            (path, source) -> {
              List<String> lines = source.lines().toList();
              for (int i = 0; i < lines.size(); i++) {
                Matcher cause = CAUSE.matcher(lines.get(i));
                if (cause.find()) {
                  int shift = cause.group(1) == null ? 0 : Integer.parseInt(cause.group(1));
                  marked.add("%s:%d %s".formatted(path, i + 1 + shift, cause.group(2)));
                }
              }
            });
    return marked;
  }

  private static List<String> causesInOtherFiles(List<Found> issues) {
    return issues.stream()
        .flatMap(
            issue ->
                issue.causes().stream()
                    .filter(cause -> !cause.path().equals(issue.path().orElse(""))))
        .map(cause -> "%s:%d %s".formatted(cause.path(), cause.range().line(), cause.message()))
        .toList();
  }

  private boolean addComments(MultiFileVerifier verifier, String path) {
    List<String> lines = project.text(path).lines().toList();
    boolean expectsIssues = false;
    for (int i = 0; i < lines.size(); i++) {
      for (Pattern pattern : List.of(HASH_COMMENT, TEMPLATE_COMMENT)) {
        Matcher comment = pattern.matcher(lines.get(i));
        if (comment.find()) {
          verifier.addComment(
              project.folder().resolve(path),
              i + 1,
              comment.start(1) + 1,
              AssertedPlaces.withoutRanges(comment.group(1) + comment.group(2)),
              comment.group(1).length(),
              0);
          expectsIssues = true;
          break;
        }
      }
    }
    return expectsIssues;
  }

  private boolean addFileIssues(MultiFileVerifier verifier) {
    List<Matcher> issues = fileIssues();
    for (Matcher issue : issues) {
      verifier.addComment(
          project.folder().resolve(issue.group(1)),
          Integer.parseInt(issue.group(2)),
          1,
          "# Noncompliant {{" + AssertedPlaces.withoutRanges(issue.group(3)) + "}}",
          1,
          0);
    }
    return !issues.isEmpty();
  }

  private List<Matcher> fileIssues() {
    List<Matcher> issues = new ArrayList<>();
    for (String line : project.sources().getOrDefault(FILE_ISSUES, "").lines().toList()) {
      Matcher issue = FILE_ISSUE.matcher(line);
      assertThat(issue.matches()).as(line).isTrue();
      issues.add(issue);
    }
    return issues;
  }

  private void report(MultiFileVerifier verifier, String path, Found issue) {
    Range range = issue.range();
    var placed = verifier.reportIssue(project.folder().resolve(path), issue.message());
    boolean hasNoText = range.line() == range.endLine() && range.column() == range.endColumn();
    var reported =
        hasNoText
            ? placed.onLine(range.line())
            : placed.onRange(range.line(), range.column() + 1, range.endLine(), range.endColumn());
    issue
        .causes()
        .forEach(
            cause ->
                reported.addSecondary(
                    project.folder().resolve(cause.path()),
                    cause.range().line(),
                    cause.range().column() + 1,
                    cause.range().endLine(),
                    cause.range().endColumn(),
                    cause.message()));
  }

  /** How many issues the comments of a fixture ask for. */
  static long expectedIssues(Path fixture) throws IOException {
    long expected = 0;
    try (Stream<Path> files = Files.walk(fixture)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = fixture.relativize(file).toString();
        boolean lists = path.equals(PROJECT_ISSUES) || path.equals(FILE_ISSUES);
        expected +=
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> lists || line.matches(".*(?:#|\\{#)\\s*Noncompliant.*"))
                .count();
      }
    }
    return expected;
  }
}
