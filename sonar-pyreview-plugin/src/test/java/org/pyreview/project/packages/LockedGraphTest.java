package org.pyreview.project.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LockedGraphTest {

  private static final String UV =
      """
      version = 1

      [[package]]
      name = "desk"
      source = { virtual = "." }
      dependencies = [
          { name = "Mailer_Client", extra = ["queue"] },
      ]

      [[package]]
      name = "mailer-client"
      dependencies = [
          { name = "clock-kit" },
      ]
      wheels = [
          { url = "https://files.example.com/clock-kit.whl" },
      ]

      [package.optional-dependencies]
      queue = [
          { name = "queue-kit", marker = "sys_platform != 'win32'" },
      ]

      [[package]]
      name = "queue-kit"
      dependencies = [
          { name = "mailer-client" },
          { name = "page-kit" },
      ]
      """;

  @Test
  void uv_lists_what_a_package_needs() {
    LockedGraph graph = LockedGraph.of(UV);
    assertThat(graph.needing("clock-kit", Set.of("mailer-client")))
        .containsExactly("mailer-client");
    assertThat(graph.needing("page-kit", Set.of("mailer-client"))).containsExactly("queue-kit");
    assertThat(graph.needing("queue-kit", Set.of("mailer-client"))).isEmpty();
    assertThat(graph.needing("clock-kit", Set.of("page-kit"))).isEmpty();
  }

  @Test
  void poetry_has_a_table_for_it() {
    LockedGraph graph =
        LockedGraph.of(
            """
            [[package]]
            name = "bolt-kit"

            [package.dependencies]
            "curve.kit" = ">=20"
            page-kit = {version = "*", optional = true}

            [package.dependencies.clock-kit]
            version = ">=1"

            [package.extras]
            pages = ["page-kit"]

            [[package]]
            name = "page-kit"
            """);
    assertThat(graph.needing("curve-kit", Set.of("bolt-kit"))).containsExactly("bolt-kit");
    assertThat(graph.needing("clock-kit", Set.of("bolt-kit"))).containsExactly("bolt-kit");
    assertThat(graph.needing("page-kit", Set.of("bolt-kit"))).isEmpty();
  }

  @Test
  void pdm_writes_requirements() {
    LockedGraph graph =
        LockedGraph.of(
            """
            [[package]]
            name = "bolt-kit"
            dependencies = [
                "curve-kit>=20",
                "clock-kit[zones]<3; python_version < \"3.13\"",
            ]
            """);
    assertThat(graph.needing("curve-kit", Set.of("bolt-kit"))).containsExactly("bolt-kit");
    assertThat(graph.needing("clock-kit", Set.of("bolt-kit"))).containsExactly("bolt-kit");
  }

  @Test
  void other_files_tell_nothing() {
    assertThat(LockedGraph.of("{\"default\": {}}").needing("six", Set.of("flask"))).isEmpty();
    assertThat(LockedGraph.of("[[package]]\nname = \ndependencies = [\n").needing("six", Set.of()))
        .isEmpty();
  }
}
