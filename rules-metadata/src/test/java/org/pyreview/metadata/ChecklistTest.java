package org.pyreview.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecklistTest {

  private static final String YAML =
      """
      sections:
        - name: Code
          slug: code
          points:
            - {name: A, slug: a, question: 'A?', rules: [one, two], unseen: Much}
            - {name: B, slug: b, question: 'B?', rules: [three], builtin: [S100], unseen: Much}
            - {name: C, slug: c, question: 'C?', builtin: [S100, S101], unseen: Much}
        - name: Summary
          slug: summary
          points:
            - {name: D, slug: d, question: 'D?', rolls-up: ["section:code"], unseen: Much}
            - {name: E, slug: e, question: 'E?', rolls-up: ["point:b"], unseen: Much}
            - {name: F, slug: f, question: 'F?', rolls-up: ["section:summary"], unseen: Much}
      """;

  @TempDir Path work;

  private Map<String, String> statuses(Set<String> written) throws IOException {
    Checklist checklist = Checklist.read(Files.writeString(work.resolve("checklist.yaml"), YAML));
    return checklist
        .points()
        .collect(
            Collectors.toMap(
                Checklist.Point::slug, point -> checklist.status(point, written).toString()));
  }

  @Test
  void says_how_far_each_point_is_built() throws IOException {
    assertThat(statuses(Set.of("one")))
        .containsEntry("a", "partial")
        .containsEntry("b", "planned")
        .containsEntry("c", "working")
        .containsEntry("d", "partial")
        .containsEntry("e", "planned");
    assertThat(statuses(Set.of("one", "two", "three"))).containsValue("working").hasSize(6);
    assertThat(Set.copyOf(statuses(Set.of("one", "two", "three")).values()))
        .containsExactly("working");
  }

  @Test
  void refuses_what_contradicts_itself() throws IOException {
    Path twice =
        Files.writeString(work.resolve("twice.yaml"), YAML.replace("slug: b,", "slug: a,"));
    assertThatThrownBy(() -> Checklist.read(twice)).hasMessageContaining("slug twice");
    Path unknown =
        Files.writeString(work.resolve("unknown.yaml"), YAML.replace("point:b", "point:x"));
    assertThatThrownBy(() -> Checklist.read(unknown)).hasMessageContaining("unknown point:x");
  }

  /** The user's document: its names are shown as they are written there. */
  @Test
  void has_all_sections_and_points() {
    Checklist checklist = Checklist.read(Path.of("checklist.yaml"));
    assertThat(checklist.sections()).hasSize(21);
    assertThat(checklist.points()).hasSize(126);
    assertThat(checklist.points()).allSatisfy(p -> assertThat(p.question()).endsWith("?"));
  }
}
