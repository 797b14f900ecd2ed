package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a history says are new. */
class GitTreeTest {

  @TempDir Path work;

  @Test
  void files_added_in_the_days_before_the_newest_commit() throws Exception {
    git("2025-01-01", "init", "--quiet");
    commit("2025-01-01", "old.py");
    commit("2025-05-01", "sub/middle.py");
    commit("2025-06-01", "new.py");
    assertThat(GitTree.addedWithin(work, 45))
        .isEqualTo(Optional.of(Set.of("sub/middle.py", "new.py")));
    assertThat(GitTree.addedWithin(work, 10)).isEqualTo(Optional.of(Set.of("new.py")));
    assertThat(GitTree.addedWithin(work, 1000))
        .isEqualTo(Optional.of(Set.of("old.py", "sub/middle.py", "new.py")));
    assertThat(GitTree.addedWithin(work.resolve("sub"), 45))
        .isEqualTo(Optional.of(Set.of("middle.py")));
  }

  @Test
  void a_shallow_history_that_ends_too_early_says_nothing() throws Exception {
    Path origin = Files.createDirectory(work.resolve("origin"));
    Path clone = work.resolve("clone");
    gitIn(origin, "2025-01-01", "init", "--quiet");
    for (String day : List.of("2025-01-01", "2025-05-01")) {
      Files.writeString(origin.resolve("f" + day), day);
      gitIn(origin, day, "add", ".");
      gitIn(origin, day, "commit", "--quiet", "--message", day);
    }
    gitIn(
        work,
        "2025-06-01",
        "clone",
        "--quiet",
        "--depth",
        "1",
        origin.toUri().toString(),
        clone.toString());
    assertThat(GitTree.addedWithin(clone, 30)).isEmpty();
  }

  @Test
  void without_a_repository_nothing_is_known() {
    assertThat(GitTree.addedWithin(work, 30)).isEmpty();
  }

  private void commit(String day, String path) throws Exception {
    Path file = work.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
    git(day, "add", path);
    git(day, "commit", "--quiet", "--message", path);
  }

  private void git(String day, String... arguments) throws Exception {
    gitIn(work, day, arguments);
  }

  private static void gitIn(Path folder, String day, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Developer", "-c", "user.email=developer@example.com"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_COMMITTER_DATE", day + "T12:00:00Z");
    builder.environment().put("GIT_AUTHOR_DATE", day + "T12:00:00Z");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
