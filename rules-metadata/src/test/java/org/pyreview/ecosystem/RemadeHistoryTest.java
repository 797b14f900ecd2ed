package org.pyreview.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.ecosystem.Mutation.Edit;

class RemadeHistoryTest {

  @TempDir Path copy;

  @BeforeEach
  void make_a_history() throws IOException, InterruptedException {
    git("init", "--quiet", "--initial-branch=main");
    commit("Ann", "Start", "shelf.py");
    commit("Ann", "Sort the shelf (#1)", "shelf.py", "tests/test_shelf.py");
    git("checkout", "--quiet", "-b", "desk");
    commit("Ben", "wip", "desk.py", "test_desk.py");
    git("checkout", "--quiet", "main");
    git(
        "merge",
        "--quiet",
        "--no-ff",
        "-m",
        "Merge pull request #2 from ben/desk",
        "-m",
        "Add a desk",
        "desk");
  }

  @Test
  void requests_become_commits_of_their_authors() throws IOException, InterruptedException {
    String before = git("rev-parse", "HEAD^{tree}");

    new RemadeHistory(copy).apply(new Edit(RemadeHistory.PATH, "2", RemadeHistory.PUSHED));

    assertThat(git("log", "--format=%an, %cn, %s").lines())
        .containsExactly("Ben, Ben, Add a desk", "Ann, Ann, Sort the shelf", "Ann, Owner, Start");
    assertThat(git("rev-parse", "HEAD^{tree}")).isEqualTo(before);
  }

  @Test
  void tests_are_left_for_the_end() throws IOException, InterruptedException {
    new RemadeHistory(copy).apply(new Edit(RemadeHistory.PATH, "2", RemadeHistory.UNTESTED));

    assertThat(git("ls-tree", "-r", "--name-only", "HEAD").lines())
        .containsExactly("desk.py", "shelf.py");
    assertThat(git("diff", "--cached", "--name-only").lines())
        .containsExactly("test_desk.py", "tests/test_shelf.py");
  }

  @Test
  void nothing_else_can_become_of_it() {
    assertThatThrownBy(() -> new RemadeHistory(copy).apply(new Edit("(history)", "2", "lost")))
        .hasMessageContaining("lost");
  }

  private void commit(String author, String subject, String... paths)
      throws IOException, InterruptedException {
    for (String path : paths) {
      Files.createDirectories(copy.resolve(path).getParent());
      Files.writeString(copy.resolve(path), subject + "\n");
    }
    git("add", "--all");
    git(
        "commit",
        "--quiet",
        "--author=" + author + " <" + author + "@example.com>",
        "--message",
        subject);
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                copy.toString(),
                "-c",
                "user.name=Owner",
                "-c",
                "user.email=owner@example.com"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
    return output.strip();
  }
}
