package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All rules over files as long as generated ones are. What they cost grows with the file: had one
 * of them to go through it again for each of its lines, that would take a minute and not seconds.
 */
class LargeFilesTest {

  private static final Duration MOST = Duration.ofSeconds(5);

  @TempDir Path work;

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(
            "shop/models.py",
            "from django.conf import settings\nfrom django.db import models\n\n\n"
                + lines(
                    400,
                    i ->
                        """
                        class Item%1$d(models.Model):
                            name = models.CharField(max_length=100)
                            price = models.FloatField(null=True)
                            user = models.ForeignKey(settings.USER, on_delete=models.CASCADE)
                            parent = models.ForeignKey("Item%1$d", on_delete=models.CASCADE)

                            def __str__(self):
                                return self.name

                        """
                            .formatted(i))),
        Arguments.of(
            "shop/templates/shop/page.html",
            "<style>\n"
                + lines(18_000, i -> "@media print {#id%d{color: red}}\n".formatted(i))
                + "</style>\n{{ x|safe }}\n"),
        Arguments.of(
            "shop/templates/shop/list.html",
            lines(
                20_000,
                i ->
                    "<li onclick=\"go('{{ x%1$d }}')\">{%% if a%1$d %%}{{ b.c%1$d }}{%% endif %%}\n"
                        .formatted(i))),
        Arguments.of(
            "shop/templates/shop/open.html",
            lines(20_000, i -> "{%% for each in rows%d %%}<script>{{ each.name }}\n".formatted(i))),
        Arguments.of(
            "Dockerfile",
            "FROM python:3.12\n"
                + lines(10_000, i -> "COPY a%1$d b%1$d\nRUN pip install p%1$d\n".formatted(i))),
        Arguments.of(
            "Dockerfile",
            lines(5_000, i -> "FROM a%1$d AS a%2$d\nRUN <<END\nENV A=b\n".formatted(i, i + 1))),
        Arguments.of(
            "docker-compose.yml",
            "services:\n"
                + lines(
                    4_000,
                    i ->
                        """
                          db%1$d:
                            image: postgres:16
                            environment:
                              POSTGRES_PASSWORD: secret%1$d
                            depends_on: [db%2$d]
                        """
                            .formatted(i, i + 1))),
        Arguments.of(
            ".github/workflows/checks.yml",
            "on: [pull_request]\njobs:\n"
                + lines(
                    4_000,
                    i ->
                        """
                          job%1$d:
                            runs-on: ubuntu-latest
                            steps:
                              - run: pip install p%1$d
                              - run: pytest tests/test_%1$d.py
                        """
                            .formatted(i))),
        Arguments.of(
            "pyproject.toml",
            "[project]\nname = \"shop\"\n"
                + lines(20_000, i -> "[tool.t%1$d]\nkey%1$d = \"value\"\n".formatted(i))),
        Arguments.of(
            "pyproject.toml",
            "[project]\nname = \"shop\"\ndependencies = [\n"
                + lines(20_000, i -> "  \"package%d>=1\",\n".formatted(i))
                + "]\n"),
        Arguments.of("requirements.txt", lines(20_000, i -> "package%d>=1.%d\n".formatted(i, i))),
        Arguments.of(".gitignore", lines(20_000, i -> "/folder%d/**/*.pyc\n".formatted(i))),
        Arguments.of(".dockerignore", lines(20_000, i -> "**/folder%d/*.log\n".formatted(i))),
        Arguments.of(".env", lines(20_000, i -> "VARIABLE_%1$d=value%1$d\n".formatted(i))),
        Arguments.of(
            ".github/CODEOWNERS", lines(20_000, i -> "/folder%d/**/a* @owner\n".formatted(i))),
        Arguments.of(
            "README.md",
            lines(20_000, i -> "## Part %1$d\n[one](docs/a%1$d.md) `TODO %1$d`\n".formatted(i))),
        Arguments.of(
            "CHANGELOG.md", lines(20_000, i -> "## 1.%1$d.0\n\n- Change %1$d\n".formatted(i))),
        Arguments.of(
            "shop/main.py",
            "import time\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
                + lines(
                    2_000,
                    i ->
                        """

                        def step%1$d(key):
                            return step%2$d(key) if key else time.sleep(1)


                        @app.get("/items/%1$d")
                        async def show%1$d(key: int):
                            return step%1$d(key)
                        """
                            .formatted(i, i + 1))),
        Arguments.of(
            "shop/urls.py",
            "from django.urls import path\n\nfrom . import views\n\nurlpatterns = [\n"
                + lines(
                    8_000, i -> "    path(\"a%1$d/\", views.a%1$d, name=\"a%1$d\"),\n".formatted(i))
                + "]\n"),
        Arguments.of(
            "shop/tasks.py",
            "def run(rows):\n"
                + lines(
                    8_000,
                    i -> "    a%1$d = rows.filter(b=%1$d)\n    a%1$d.count()\n".formatted(i))));
  }

  private static String lines(int number, IntFunction<String> line) {
    return IntStream.range(0, number).mapToObj(line).collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_long_file_costs_seconds(String path, String text) {
    AnalysedProject project = AnalysedProject.of(work, Map.of(path, text));
    assertThat(project.costOfAll(rules()))
        // One by one, which takes longer, only to say which of them it is.
        .as(() -> project.cost(rules()).toString())
        .isLessThan(MOST.toNanos());
  }

  private static List<Object> rules() {
    return RuleUnderTest.all().stream().map(RuleUnderTest::instance).toList();
  }
}
