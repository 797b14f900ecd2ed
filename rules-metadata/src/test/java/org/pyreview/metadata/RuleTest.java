package org.pyreview.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTest {

  private static final String PAGE =
      """
      ---
      title: Books should be returned
      kind: ast
      scope: main
      frameworks: [flask]
      quality: RELIABILITY
      severity: LOW
      attribute: COMPLETE
      default: %s
      off-because: nobody brings books back
      effort: 5min
      tags: [books]
      quick-fix: none
      measured:
      %s
      ---
      Whoever keeps a book keeps it from others.
      """;

  @TempDir Path rules;

  private void write(String isOn, String... measured) throws IOException {
    Path folder = Files.createDirectories(rules.resolve("web"));
    String rows = "  - " + String.join("\n  - ", measured);
    Files.writeString(folder.resolve("book-not-returned.md"), PAGE.formatted(isOn, rows));
  }

  @Test
  void refuses_a_rule_of_the_profile_that_is_wrong_too_often() throws IOException {
    write(
        "on",
        "{project: library 1.0, hits: 9, read: 4, correct: 3}",
        "{project: library 1.0 with a planted book, hits: 9, read: 9, correct: 9}");

    assertThatThrownBy(() -> Rule.readAll(rules))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("book-not-returned.md: 3 of 4 hits were right, less than 80 %");
  }

  /** A server refuses to start if two rules claim the issues of one key. */
  @Test
  void refuses_a_deprecated_key_that_another_rule_has() throws IOException {
    String measured = "  - {project: library 1.0, hits: 0, read: 0, correct: 0}";
    Path folder = Files.createDirectories(rules.resolve("web"));
    String page = PAGE.formatted("on", measured);
    Files.writeString(folder.resolve("book-not-returned.md"), page);
    Path renamed = folder.resolve("book-kept.md");
    String old = "deprecated-keys: [%s]\nquick-fix";

    Files.writeString(renamed, page.replace("quick-fix", old.formatted("book-lost")));
    assertThat(Rule.readAll(rules).get(0).deprecatedKeys()).containsExactly("book-lost");

    Files.writeString(renamed, page.replace("quick-fix", old.formatted("book-not-returned")));
    assertThatThrownBy(() -> Rule.readAll(rules))
        .hasMessageContaining("deprecated key book-not-returned of book-kept");
  }

  @Test
  void refuses_a_rule_that_is_off_without_a_reason() throws IOException {
    write("off", "{project: library 1.0, hits: 5, read: 5, correct: 5}");
    Path file = rules.resolve("web/book-not-returned.md");
    Files.writeString(file, Files.readString(file).replaceFirst("off-because: .*\n", ""));

    assertThatThrownBy(() -> Rule.readAll(rules))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("'off-because'");
  }

  @Test
  void needs_no_numbers_written_by_hand() throws IOException {
    write("on", "{project: library 1.0, hits: 5, read: 5, correct: 5}");
    Path file = rules.resolve("web/book-not-returned.md");
    Files.writeString(file, Files.readString(file).replaceFirst("measured:\n.*\n", ""));

    assertThat(Rule.readAll(rules)).singleElement().matches(rule -> rule.measurements().isEmpty());
  }

  @Test
  void takes_rules_that_are_right_enough_or_off() throws IOException {
    write("on", "{project: library 1.0, hits: 5, read: 5, correct: 4}");
    assertThat(Rule.readAll(rules)).hasSize(1);

    write("off", "{project: library 1.0, hits: 5, read: 5, correct: 1}");
    assertThat(Rule.readAll(rules)).hasSize(1);
  }
}
