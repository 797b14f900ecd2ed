package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pyreview.verify.AnalysedProject.Found;
import org.slf4j.event.Level;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;

/** All rules over a project with one file that is unlike all others. */
class StrangeFilesTest {

  private static final int DEEP = 3_000;
  private static final Map<String, String> ORDINARY =
      Map.of(
          "shop/models.py",
          "from django.db import models\n\n\nclass Item(models.Model):\n    price = models.FloatField()\n",
          "shop/views.py",
          "import os\n\nDEBUG = bool(os.getenv(\"DEBUG\"))\n");

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
  @TempDir Path work;

  private Map<String, List<Found>> review(AnalysedProject project) {
    log.clear();
    return project.issuesByRule(RuleUnderTest.all().stream().map(RuleUnderTest::instance).toList());
  }

  static Stream<Arguments> deep() {
    String sum = "1" + " + 1".repeat(DEEP);
    String calls = "x" + ".f()".repeat(DEEP / 2);
    String branches =
        "def f(x):\n    if x:\n        pass\n" + "    elif x:\n        pass\n".repeat(600);
    return Stream.of(
        Arguments.of("shop/deep.py", "x = " + sum + "\n"),
        Arguments.of("shop/deep.py", "x = " + calls + "\n"),
        Arguments.of("shop/deep.py", branches),
        Arguments.of("pyproject.toml", "a = " + nested("[", "]")),
        Arguments.of("pyproject.toml", "a = " + nested("{a=", "}")),
        Arguments.of("Pipfile", "[packages]\na = " + nested("[", "]")),
        Arguments.of("docker-compose.yml", "a: " + nested("[", "]")),
        Arguments.of("docker-compose.yml", nested("{a: ", "}")),
        Arguments.of("docker-compose.yml", indented("a:")),
        Arguments.of("environment.yml", nested("- ", "")),
        Arguments.of("logging.json", nested("{\"a\": ", "}")),
        Arguments.of("shop/templates/shop/page.html", nested("{% if x %}", "{% endif %}")),
        Arguments.of("shop/templates/shop/page.html", nested("{% block a %}", "{% endblock %}")),
        Arguments.of("shop/templates/shop/page.html", nested("<div>", "</div>") + "{{ x|safe }}"),
        Arguments.of("shop/templates/shop/page.html", nested("<b><form method=post>", "")),
        Arguments.of("shop/templates/shop/page.html", "{{ " + nested("(", ")") + " }}"),
        Arguments.of("Dockerfile", "FROM python:3.12\nRUN " + nested("$(", ")")),
        Arguments.of("Dockerfile", "FROM python:3.12\nCMD " + nested("[", "]")),
        Arguments.of("README.md", nested("> ", "") + "\n\n" + nested("[", "](x)")),
        Arguments.of(".gitignore", nested("a/", "") + "\n" + nested("[", "]")),
        Arguments.of("requirements.txt", "a" + nested("[", "]") + "\n" + nested("(", ")")));
  }

  private static String nested(String start, String end) {
    return start.repeat(DEEP) + "x" + end.repeat(DEEP);
  }

  private static String indented(String line) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 300).forEach(i -> text.append(" ".repeat(i)).append(line).append('\n'));
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("deep")
  void a_deeply_nested_file_costs_itself_alone_and_a_line_of_the_log(String path, String text) {
    Map<String, String> files = new LinkedHashMap<>(ORDINARY);
    files.put(path, text);
    Map<String, List<Found>> found = review(AnalysedProject.of(work, files));
    assertThat(log.logs(Level.WARN).stream().filter(line -> line.contains("not reviewed")))
        .hasSizeLessThan(2)
        .allSatisfy(line -> assertThat(line).contains(path));
    assertThat(log.logs(Level.WARN)).noneMatch(line -> line.contains("has no result"));
    assertThat(found.get("environment-flag-read-as-string")).hasSize(1);
    assertThat(found.get("money-in-float-field")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-8"})
  void a_byte_order_mark_says_how_a_file_is_read(String charset) throws Exception {
    Files.write(
        work.resolve("requirements.txt"),
        "\uFEFFDjango==5.2.6\r\nrequests\r\n".getBytes(Charset.forName(charset)));
    Files.writeString(work.resolve("Procfile"), "web: gunicorn app\n");
    Files.writeString(work.resolve("app.py"), "import requests\n");
    Map<String, List<Found>> found = review(new AnalysedProject(work));
    assertThat(found.get("dependency-not-pinned"))
        .singleElement()
        .satisfies(issue -> assertThat(issue.message()).contains("requests"));
    assertThat(log.logs(Level.WARN)).isEmpty();
  }

  @Test
  void lines_of_a_gitignore_that_git_cannot_read_are_left_out() {
    review(AnalysedProject.of(work, Map.of("app.py", "x = 1\n", ".gitignore", "[a\n.env\n[b]c\n")));
    assertThat(log.logs(Level.ERROR)).isEmpty();
  }
}
