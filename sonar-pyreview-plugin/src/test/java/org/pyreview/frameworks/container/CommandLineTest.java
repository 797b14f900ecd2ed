package org.pyreview.frameworks.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pyreview.verify.RandomText;

/** What a line starts, behind all that only starts something else. */
class CommandLineTest {

  @Test
  void quotes_join_words_and_disappear() {
    assertThat(words("gunicorn --bind=\"0.0.0.0:80\" --name 'the desk' it\\'s desk:app"))
        .containsExactly("gunicorn", "--bind=0.0.0.0:80", "--name", "the desk", "it's", "desk:app");
    assertThat(words("echo 'no end")).containsExactly("echo", "'no", "end");
  }

  @Test
  void the_last_command_of_a_line_stays_and_of_a_pipe_the_first() {
    assertThat(words("cd /app && python manage.py migrate; gunicorn desk")).contains("gunicorn");
    assertThat(words("gunicorn desk 2>&1 | tee log")).startsWith("gunicorn", "desk");
    assertThat(words("redis-server & gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(words("gunicorn desk || flask run")).containsExactly("gunicorn", "desk");
    assertThat(words("gunicorn desk # && flask run")).containsExactly("gunicorn", "desk");
    assertThat(words("gunicorn desk &>log")).containsExactly("gunicorn", "desk", "&>log");
  }

  @Test
  void programs_that_run_another_one_are_looked_through() {
    assertThat(inner("uv run --frozen --with x gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(inner("/usr/bin/tini -s -- gosu desk:desk gunicorn desk")).contains("gunicorn");
    assertThat(inner("su-exec desk gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(inner("doppler run -p desk -- gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(inner("poetry -C /app run gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(inner("bash -o pipefail -c 'set -e; exec gunicorn desk'"))
        .containsExactly("gunicorn", "desk");
    assertThat(inner("python -u -W ignore -m gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(inner("./wait db:5432 -- gunicorn desk")).containsExactly("gunicorn", "desk");
    assertThat(inner("uv sync")).containsExactly("uv", "sync");
    assertThat(inner("python -u desk.py")).containsExactly("python", "-u", "desk.py");
    assertThat(inner("npm run build -- --watch")).startsWith("npm");
    assertThat(inner("gosu desk")).containsExactly("gosu", "desk");
  }

  @Test
  void variables_in_front_of_a_command_are_kept() {
    CommandLine command = CommandLine.parse("PORT=80 env A='b c' gunicorn desk").unwrapped();
    assertThat(command.words()).containsExactly("gunicorn", "desk");
    assertThat(command.variables()).isEqualTo(Map.of("PORT", "80", "A", "b c"));
  }

  @Test
  void any_text_is_read() {
    for (int seed = 0; seed < 500; seed++) {
      String text =
          RandomText.of(
              seed,
              30,
              "sh -c ",
              "\"",
              "'",
              "&",
              "|",
              ";",
              "#",
              "\\",
              "\n",
              "uv run ",
              "-- ",
              "gosu ",
              "A=b ",
              "$@ ",
              "python -m ",
              "env -u ");
      assertThatCode(() -> CommandLine.parse(text).unwrapped()).as(text).doesNotThrowAnyException();
    }
  }

  private static List<String> words(String line) {
    return CommandLine.parse(line).words();
  }

  private static List<String> inner(String line) {
    return CommandLine.parse(line).unwrapped().words();
  }
}
