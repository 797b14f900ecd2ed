package org.pyreview.project.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pyreview.project.Place;
import org.pyreview.project.files.YamlFile.Entry;
import org.pyreview.project.files.YamlFile.Value;

/** YAML as compose files and CI use it: merge keys, aliases, several documents. */
class YamlFileTest {

  @Test
  void a_mapping_has_the_entries_that_it_merges() {
    Value web =
        root("""
                x-app: &app
                  image: shop
                  volumes: [".:/app"]
                x-more: &more
                  restart: always
                services:
                  web:
                    <<: [*app, *more]
                    image: own
                """)
            .get("services")
            .flatMap(services -> services.get("web"))
            .orElseThrow();
    assertThat(web.entries().map(Entry::key)).containsExactly("image", "volumes", "restart");
    assertThat(web.get("image").flatMap(Value::text)).contains("own");
    assertThat(web.get("volumes").orElseThrow().place().line()).isEqualTo(3);
  }

  @Test
  void aliases_do_not_multiply_what_there_is_to_read() {
    StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 60; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(root(text.toString()).all()).hasSize(1 + 60 + 1);
  }

  @Test
  void a_value_that_contains_itself_is_read_once() {
    assertThat(root("a: &a\n  b: *a\n").all().limit(10)).hasSize(2);
    assertThat(root("a: &a\n  <<: *a\n  c: d\n").get("a").orElseThrow().entries()).hasSize(1);
  }

  @Test
  void what_is_no_yaml_has_no_documents() {
    assertThat(YamlFile.parse("x.yml", "a: [").documents()).isEmpty();
    assertThat(YamlFile.parse("x.yml", "").documents()).isEmpty();
    assertThat(YamlFile.parse("x.yml", "a: 1\n---\nb: 2\n").documents()).hasSize(2);
  }

  /**
   * The parser counts code points, SonarQube UTF-16; and a block ends where the next one starts.
   */
  @Test
  void places_are_those_of_the_file() {
    Value root =
        root(
            """
            \uD83D\uDE00: {a: "\uD83D\uDE00", b: c}
            block:
              - x: 1
                y: &more
                  z: two  # comment

            # about what follows
            empty:
            alias:
              one: *more
            text: |
              lines
            """);
    assertThat(place(root, "\uD83D\uDE00", "a")).isEqualTo(new Place(1, 8, 1, 12));
    assertThat(place(root, "\uD83D\uDE00", "b")).isEqualTo(new Place(1, 17, 1, 18));
    assertThat(place(root, "block")).isEqualTo(new Place(3, 2, 5, 12));
    assertThat(place(root, "empty")).isEqualTo(new Place(8, 0, 8, 6));
    assertThat(place(root, "alias").line()).isEqualTo(10);
    assertThat(place(root, "text").line()).isEqualTo(11);
  }

  private static Place place(Value value, String... keys) {
    Value at = value;
    for (String key : keys) {
      at = at.get(key).orElseThrow();
    }
    return at.place();
  }

  private static Value root(String text) {
    List<Value> documents = YamlFile.parse("compose.yaml", text).documents();
    assertThat(documents).hasSize(1);
    return documents.get(0);
  }
}
