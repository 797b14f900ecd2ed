package org.pyreview.project.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerIgnoreTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ".env | .env | true",
        "/.env | .env | true",
        ".env | web/.env | false",
        "**/.env | web/.env | true",
        "*.pem | server.pem | true",
        "*.pem | keys/server.pem | false",
        "docs/ | docs/index.md | true",
        "log?.txt | log1.txt | true",
        "log[0-9].txt | log7.txt | true",
        "log[^0-9].txt | log7.txt | false",
        "log[^0-9].txt | logx.txt | true",
        "log[a&&b].txt | log&.txt | true",
        "log[a^].txt | log^.txt | true",
        // Docker refuses these; the other lines still count.
        "log[z-a].txt | logz.txt | false",
        "RUN [\"/app/bin/a-entrypoint\"] | a | false",
        "log[].txt | log.txt | false",
        "log[ | log[ | true",
      })
  void matches_as_docker_does(String line, String path, boolean isIgnored) {
    assertThat(DockerIgnore.parse(line + "\n*.bak").ignores(path)).isEqualTo(isIgnored);
    assertThat(DockerIgnore.parse(line + "\n*.bak").ignores("old.bak")).isTrue();
  }
}
