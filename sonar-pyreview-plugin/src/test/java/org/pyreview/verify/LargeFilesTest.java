package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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
                + "</style>\n{{ x|safe }}\n"));
  }

  private static String lines(int number, IntFunction<String> line) {
    return IntStream.range(0, number).mapToObj(line).collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_long_file_costs_seconds(String path, String text) {
    AnalysedProject project = AnalysedProject.of(work, Map.of(path, text));
    Map<String, Long> cost =
        project.cost(RuleUnderTest.all().stream().map(RuleUnderTest::instance).toList());
    assertThat(cost.values().stream().mapToLong(nanos -> nanos).sum())
        .as("%s", cost)
        .isLessThan(MOST.toNanos());
  }
}
