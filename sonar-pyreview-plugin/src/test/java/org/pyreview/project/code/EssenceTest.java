package org.pyreview.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EssenceTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`a = 'b'`, `a = \"b\"  # c`",
        "`a = 'it\\'s'`, `a = \"it's\"`",
        "`f(a, b)`, `f(\n    a,\n    b,\n)`",
        "`a = b + \\\n c`, `a = (\n    b\n    + c\n)`",
        "`if a:\n  b\n  if c:\n      d\ne`, `if a:\n    b\n\n    if c:\n        d\n\n# f\ne\n`",
        "`if a:\n\tb`, `if a:\n    b`",
        "`import b\nimport a`, `import a\nimport b`",
        "`from a import c, b`, `from a import b, c`",
        "`'''a\n  b'''`, `\"\"\"\n    a\n    b\n    \"\"\"`",
        "`a = R'b'`, `a = r\"b\"`",
        "`a\r\nb`, `a\nb`",
        "`größe = 1`, `größe=1`",
      })
  void sees_through_formatting(String before, String after) {
    assertThat(Essence.isSame(before, after)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`a = 'b'`, `a = 'c'`",
        "`a = 'b c'`, `a = 'b  c'`",
        "`a = 'b'`, `a = f'b'`",
        "`a = 1`, `a = 1.0`",
        "`f(a, b)`, `f(b, a)`",
        "`if a:\n    b\nc`, `if a:\n    b\n    c`",
        "`if a:\n    b\n    if c:\n        d\n    e`, `if a:\n    b\n    if c:\n        d\ne`",
        "`a\nimport b\nc`, `import b\na\nc`",
        "`a - b`, `a -- b`",
        "`a = [b]`, `a = b`",
      })
  void sees_what_changes_behaviour(String before, String after) {
    assertThat(Essence.isSame(before, after)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = 'b\nc'", "a = \"\"\"b", "f(a", "a = \\", "a = 'b\\"})
  void has_no_opinion_on_what_is_no_python(String source) {
    assertThat(Essence.of(source)).isEmpty();
    assertThat(Essence.isSame(source, source)).isFalse();
  }

  @Test
  void survives_anything() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      StringBuilder source = new StringBuilder();
      for (int j = 0; j < 60; j++) {
        source.append("ab'\"\\\n\t ()[],#.é\u0000".charAt(random.nextInt(16)));
      }
      Essence.of(source.toString());
    }
    String escapes = "a = '" + "\\'".repeat(200_000) + "'";
    assertThat(Essence.isSame(escapes, escapes + "\n")).isTrue();
  }
}
