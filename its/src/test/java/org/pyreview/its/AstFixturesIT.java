package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fixtures of all AST rules as one project: the server's own analyzer, whose names differ by
 * version, makes us report every marked line and no other.
 */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class AstFixturesIT {

  private static final Pattern MARK = Pattern.compile("#\\s*Noncompliant(?:@([+-]\\d+))?");

  @Parameter String version;

  @Test
  void reports_every_marked_line_and_no_other() throws IOException {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("ast-fixtures");
    List<String> expected = new ArrayList<>();
    List<String> rules = astRules();
    for (String rule : rules) {
      expected.addAll(addFixture(project, rule));
    }
    Scan scan = project.scan(server, Map.of());
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(
            project.ourIssues(server).stream()
                .filter(issue -> rules.stream().anyMatch(rule -> isInItsFixture(issue, rule))))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** What another rule says about a fixture is judged by that rule's own. */
  private static boolean isInItsFixture(String issue, String rule) {
    return issue.endsWith(" " + rule) && issue.matches("[^/]+/" + rule + "(?:\\.py|/.*):.*");
  }

  private static List<String> addFixture(TestProject project, String rule) throws IOException {
    Path fixtures = Workplace.root().resolve("sonar-pyreview-plugin/src/test/resources/fixtures");
    List<String> expected = new ArrayList<>();
    boolean setsParameters;
    try (Stream<Path> files = Files.walk(fixtures)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      // The server runs rules with their defaults.
      setsParameters =
          all.stream()
              .map(file -> fixtures.relativize(file).toString())
              .anyMatch(path -> path.matches("[^/]+/" + rule + "/.*rule-parameters"));
      for (Path file : setsParameters ? List.<Path>of() : all) {
        String path = fixtures.relativize(file).toString();
        if (path.matches("[^/]+/" + rule + "(?:\\.py|/.*)")) {
          String text = Files.readString(file);
          project.write(path, text);
          expected.addAll(marks(path, text, rule));
        }
      }
    }
    assertThat(expected.isEmpty() && !setsParameters).as("no marks of " + rule).isFalse();
    return expected;
  }

  private static List<String> marks(String path, String text, String rule) {
    List<String> marks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i));
      if (mark.find()) {
        int shift = mark.group(1) == null ? 0 : Integer.parseInt(mark.group(1));
        String line = "%s:%d %s".formatted(path, i + 1 + shift, rule);
        // One line may have several issues, each with its message.
        int messages = lines.get(i).substring(mark.start()).split("\\{\\{", -1).length - 1;
        marks.addAll(Collections.nCopies(Math.max(1, messages), line));
      }
    }
    return marks;
  }

  private static List<String> astRules() throws IOException {
    try (ZipFile jar = new ZipFile(Workplace.pluginJar().toFile());
        var in = jar.getInputStream(jar.getEntry("org/pyreview/rules.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .filter(words -> words[1].equals("AST"))
          .map(words -> words[0])
          .toList();
    }
  }
}
