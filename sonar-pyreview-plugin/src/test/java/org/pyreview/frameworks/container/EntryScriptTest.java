package org.pyreview.frameworks.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pyreview.project.Place;
import org.pyreview.verify.RandomText;

/** What a script leaves in the foreground. */
class EntryScriptTest {

  private static final String SWITCH =
      """
      #!/bin/bash
      set -e

      worker() {
        exec rq worker
      }

      function serve {
        TIMEOUT=${TIMEOUT:-60}
        exec gunicorn shop.wsgi \\
          --timeout $TIMEOUT
      }

      case "$1" in
        worker)
          shift
          worker
          ;;
        server|web)
          shift
          serve
          ;;
        shell) exec python ;;
        *)
          exec "$@"
          ;;
      esac
      """;

  @Test
  void the_first_argument_chooses_the_branch_of_a_case() {
    EntryScript script = EntryScript.parse(SWITCH);
    assertThat(command(script, "server")).contains("exec gunicorn shop.wsgi --timeout $TIMEOUT");
    assertThat(command(script, "web")).isEqualTo(command(script, "server"));
    assertThat(command(script, "worker")).contains("exec rq worker");
    assertThat(command(script, "shell")).contains("exec python");
    assertThat(command(script, "pytest")).contains("exec \"$@\"");
    assertThat(command(script)).contains("exec \"$@\"");
    assertThat(script.lastCommand(List.of("web")).orElseThrow().place())
        .isEqualTo(new Place(10, 2, 10, 27));
  }

  @Test
  void what_a_condition_decides_is_unknown_and_what_follows_it_is_not() {
    assertThat(command(EntryScript.parse("if [ -n \"$DEV\" ]; then\n  flask run\nfi"))).isEmpty();
    assertThat(command(EntryScript.parse("if true; then\n  a\nfi\nexec b"))).contains("exec b");
    assertThat(command(EntryScript.parse("until nc -z db 5432; do sleep 1; done\nexec b")))
        .contains("exec b");
    assertThat(command(EntryScript.parse("exec b\nif true; then\n  a\nfi"))).isEmpty();
    assertThat(command(EntryScript.parse("case $MODE in\n a) b;;\nesac"), "a")).isEmpty();
    assertThat(command(EntryScript.parse("A=1\n# only\n"))).isEmpty();
  }

  @Test
  void functions_that_call_each_other_come_to_an_end() {
    assertThat(command(EntryScript.parse("a() {\nb\n}\nb() {\na\n}\na"))).isNotEmpty();
  }

  @Test
  void any_text_is_read() {
    for (int seed = 0; seed < 500; seed++) {
      String text =
          RandomText.of(
              seed,
              30,
              "case \"$1\" in\n",
              "server)\n",
              ";;\n",
              "esac\n",
              "if x; then\n",
              "fi\n",
              "a() {\n",
              "}\n",
              "a\n",
              "\\\n",
              "for i in 1; do\n",
              "done\n");
      assertThatCode(() -> command(EntryScript.parse(text), "server"))
          .as(text)
          .doesNotThrowAnyException();
    }
  }

  private static Optional<String> command(EntryScript script, String... arguments) {
    return script.lastCommand(List.of(arguments)).map(EntryScript.Line::text);
  }
}
