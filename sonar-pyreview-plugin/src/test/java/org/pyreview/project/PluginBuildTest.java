package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginBuildTest {

  @TempDir Path work;

  @Test
  void an_archive_is_told_by_its_bytes() throws IOException {
    Path first = Files.writeString(work.resolve("first.jar"), "one");
    Path same = Files.writeString(work.resolve("same.jar"), "one");
    Path other = Files.writeString(work.resolve("other.jar"), "two");
    assertThat(PluginBuild.of(first).id())
        .matches("[0-9a-f]{16}")
        .isEqualTo(PluginBuild.of(same).id())
        .isNotEqualTo(PluginBuild.of(other).id());
  }

  @Test
  void a_folder_is_told_by_its_files() throws IOException {
    Path folder = Files.createDirectories(work.resolve("classes/org"));
    Files.writeString(folder.resolve("A.class"), "a");
    String before = PluginBuild.of(work.resolve("classes")).id();
    assertThat(PluginBuild.of(work.resolve("classes")).id()).isEqualTo(before);
    Files.move(folder.resolve("A.class"), folder.resolve("B.class"));
    assertThat(PluginBuild.of(work.resolve("classes")).id()).isNotEqualTo(before);
  }

  @Test
  void what_can_not_be_read_is_like_no_other() {
    Path missing = work.resolve("missing.jar");
    PluginBuild build = PluginBuild.of(missing);
    assertThat(build.id()).isEqualTo(build.id()).isNotEqualTo(PluginBuild.of(missing).id());
  }

  @Test
  void the_running_one_is_known() {
    assertThat(PluginBuild.running().id()).matches("[0-9a-f]{16}");
  }
}
