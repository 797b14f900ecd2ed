package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

  private sealed interface Shape {}

  private record Dot(int size) implements Shape {}

  private record Group(List<Shape> inner, Optional<Shape> frame) implements Shape {}

  private enum Colour {
    RED,
    GREEN
  }

  private record Picture(
      String name,
      boolean isOpen,
      Colour colour,
      Place place,
      Set<String> words,
      Map<String, Integer> counts,
      Shape shape) {}

  private record Other(String name) {}

  private record Unsupported(Thread thread) {}

  private final RecordFormat<Picture> format = RecordFormat.of(Picture.class);

  private final Picture picture =
      new Picture(
          "näme",
          true,
          Colour.GREEN,
          new Place(70_000, 3, 70_001, 250),
          Set.of("näme", "x".repeat(70_000)),
          Map.of("a", -1, "b", Integer.MIN_VALUE),
          new Group(
              List.of(new Dot(1), new Group(List.of(), Optional.empty())),
              Optional.of(new Dot(Integer.MAX_VALUE))));

  @Test
  void what_is_written_is_read() {
    assertThat(format.decode(format.encode(picture))).isEqualTo(picture);
  }

  @Test
  void damaged_bytes_are_refused() {
    byte[] bytes = format.encode(picture);
    for (int length : new int[] {0, 1, 5, bytes.length / 2, bytes.length - 1}) {
      assertThatThrownBy(() -> format.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> format.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void another_record_has_another_fingerprint() {
    assertThat(format.fingerprint())
        .isEqualTo(RecordFormat.of(Picture.class).fingerprint())
        .isNotEqualTo(RecordFormat.of(Other.class).fingerprint());
  }

  @Test
  void components_that_are_no_facts_are_refused_at_once() {
    assertThatThrownBy(() -> RecordFormat.of(Unsupported.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Thread");
  }
}
