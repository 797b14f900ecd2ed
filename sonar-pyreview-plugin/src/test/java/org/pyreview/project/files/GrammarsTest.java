package org.pyreview.project.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pyreview.project.Place;
import org.pyreview.project.files.Dockerfile.Stage;
import org.pyreview.project.files.Dockerfile.Word;
import org.pyreview.project.files.RequirementsFile.Requirement;
import org.pyreview.verify.RandomText;

/** The small grammars keep places, and take any text. */
class GrammarsTest {

  @Test
  void requirements_keep_their_places_and_versions() {
    RequirementsFile file =
        RequirementsFile.parse(
            "\t Django [argon2,bcrypt] >=5.0, <6 ; python_version >= \"3.12\"  # web\r\n"
                + "-c constraints.txt\n"
                + "tool @ https://example.com/tool.zip\n"
                + "celery==5.5.3 --hash=sha256:abc \\\n    --hash=sha256:def\n"
                + "??? \n"
                + "last");
    assertThat(file.requirements())
        .extracting(Requirement::label)
        .containsExactly("Django", "tool", "celery", "last");
    Requirement django = file.requirements().get(0);
    assertThat(django.place()).isEqualTo(new Place(1, 2, 1, 8));
    assertThat(django.versions()).containsExactly(">=5.0", "<6");
    assertThat(file.requirements().get(1).url()).contains("https://example.com/tool.zip");
    assertThat(file.requirements().get(2).isPinned()).isTrue();
    assertThat(file.requirements().get(3).place()).isEqualTo(new Place(7, 0, 7, 4));
    assertThat(file.constraintFiles()).containsExactly("constraints.txt");
  }

  @Test
  void dockerfiles_keep_stages_commands_and_places() {
    Dockerfile file =
        Dockerfile.parse(
            """
            # syntax=docker/dockerfile:1
            FROM python:3.13 AS Build
            RUN --mount=type=cache,target=/root A=1 pip install \\
                # a comment
                "one==1" 'two' && echo "a && b"; true
            from build
            RUN ["pip", "install", "three"]
            RUN <<EOF
            pip install four
            EOF
            garbage "
            CMD x
            """);
    assertThat(file.stages()).extracting(Stage::image).containsExactly("python:3.13", "build");
    assertThat(file.stagesOfFinalImage()).hasSize(2);
    assertThat(file.stages().get(1).hasFixedBase()).isTrue();
    assertThat(file.stages().get(0).commands())
        .extracting(command -> texts(command.words().stream()))
        .containsExactly("pip|install|one==1|two", "echo|a && b", "true");
    Word two = file.stages().get(0).commands().get(0).words().get(3);
    assertThat(two.place()).isEqualTo(new Place(5, 13, 5, 18));
    assertThat(file.stages().get(1).commands().get(0).words())
        .extracting(Word::text)
        .containsExactly("pip", "install", "three");
  }

  private static String texts(Stream<Word> words) {
    return words.map(Word::text).collect(Collectors.joining("|"));
  }

  /** The seeds are fixed: a failure can be repeated. */
  @Test
  void any_text_is_taken() {
    String[] pieces = {
      "RUN", "FROM", " ", "\n", "\\", "\\\n", "\"", "'", "&&", "<<EOF\n", "[", "]", ",", "#", "pip",
      "==", ">=", "@", ";", "-r", "--", "é", "\t", "\r\n", "{{", "}}", "{%", "%}", "git+", "/",
      "EOF"
    };
    for (int seed = 0; seed < 3000; seed++) {
      String text = RandomText.of(seed, 40, pieces);
      assertThatCode(
              () -> {
                RequirementsFile.parse(text);
                Dockerfile.parse(text).stagesOfFinalImage().forEach(Stage::commands);
                Pyproject.parse("pyproject.toml", text);
              })
          .as("seed %d: %s", seed, text)
          .doesNotThrowAnyException();
    }
  }
}
