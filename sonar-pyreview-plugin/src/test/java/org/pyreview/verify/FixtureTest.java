package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.checks.language.Pep8ComparisonToSingletonCheck;

/** What a fixture has to assert. */
class FixtureTest {

  private static final String MESSAGE =
      "{{Write `a is None`: == asks the object, and its class may answer anything.}}";

  @TempDir Path work;

  private ThrowingCallable verifying(Map<String, String> files) throws IOException {
    Path fixture = Files.createTempDirectory(work, "fixture");
    for (var file : files.entrySet()) {
      Files.writeString(fixture.resolve(file.getKey()), file.getValue());
    }
    Fixture copied = Fixture.of(fixture, Files.createTempDirectory(work, "copy"));
    return () -> copied.verify(copied.project().issues(new Pep8ComparisonToSingletonCheck()));
  }

  private static Map<String, String> module(String comment) {
    return Map.of("a.py", "def f(a):\n    return a == None  # Noncompliant " + comment + "\n");
  }

  @Test
  void an_issue_needs_its_place() throws IOException {
    assertThatThrownBy(verifying(module(MESSAGE)))
        .hasMessageContaining("a.py:2 is reported at [[[12-20]]], asserted is []");
    assertThatCode(verifying(module(MESSAGE + "\n#          ^^^^^^^^^")))
        .doesNotThrowAnyException();
    assertThatCode(verifying(module(MESSAGE + " [[12-20]]"))).doesNotThrowAnyException();
    assertThatCode(verifying(module("[[12-20]]"))).doesNotThrowAnyException();
  }

  @Test
  void the_place_has_to_be_that_of_the_issue() throws IOException {
    assertThatThrownBy(verifying(module(MESSAGE + " [[12-19]]")))
        .hasMessageContaining("asserted is [[[12-19]]]");
    assertThatThrownBy(verifying(module(MESSAGE + "\n#          ^^^^")))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_python_file_parses_or_is_listed() throws IOException {
    assertThatThrownBy(verifying(Map.of("a.py", "def f(:\n"))).hasMessageContaining("a.py");
    assertThatCode(verifying(Map.of("a.py", "def f(:\n", "broken-files", "a.py\n")))
        .doesNotThrowAnyException();
    assertThatThrownBy(verifying(Map.of("a.py", "a = 1\n", "broken-files", "a.py\n")))
        .hasMessageContaining("a.py");
  }
}
