package org.pyreview.ecosystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The newest commits of a copy, made again by the same people with the same days, but pushed to the
 * branch one by one: without requests, and if wanted without their tests, which then come last.
 */
final class RemadeHistory {

  /** Stands in place of the path of a file. */
  static final String PATH = "(history)";

  /** The commits were pushed without a request. */
  static final String PUSHED = "pushed";

  /** The tests were written when all was done. */
  static final String UNTESTED = "untested";

  private static final Pattern NUMBER = Pattern.compile("\\s*\\([#!]\\d+\\)$");
  private static final List<String> TESTS =
      List.of(
          ":(glob)**/test/**",
          ":(glob)**/tests/**",
          ":(glob)**/test_*.py",
          ":(glob)**/*_test.py",
          ":(glob)**/tests.py");

  private final Path copy;

  RemadeHistory(Path copy) {
    this.copy = copy;
  }

  /**
   * Makes them again and leaves the index as it was.
   *
   * @param edit how many commits, and what became of them
   */
  void apply(Mutation.Edit edit) throws IOException {
    boolean isTested = edit.replacement().equals(PUSHED);
    if (!isTested && !edit.replacement().equals(UNTESTED)) {
      throw new IllegalArgumentException("A history is not made " + edit.replacement());
    }
    List<String> commits =
        new ArrayList<>(
            git("rev-list", "--first-parent", "--max-count=" + edit.find(), "HEAD")
                .lines()
                .toList());
    Collections.reverse(commits);
    String newest = git("rev-parse", commits.get(0) + "^");
    Path index = Files.createTempDirectory("history").resolve("index");
    Map<String, String> apart = Map.of("GIT_INDEX_FILE", index.toString());
    try {
      git(apart, "", "read-tree", newest);
      String tests = git(apart, "", onTests("ls-files", "--stage", "-z"));
      for (String commit : commits) {
        String tree = isTested ? commit + "^{tree}" : tree(commit, tests, apart);
        newest = remake(commit, tree, newest);
      }
    } finally {
      Files.deleteIfExists(index);
      Files.delete(index.getParent());
    }
    git("update-ref", "HEAD", newest);
  }

  private String remake(String commit, String tree, String parent) throws IOException {
    List<String> texts =
        git("log", "-1", "--format=%P%n%cI%n%s%n%b", commit).lines().map(String::strip).toList();
    boolean isMerge = texts.get(0).contains(" ");
    // The words of a merged request stand below the subject.
    String subject =
        isMerge
            ? texts.stream().skip(3).filter(text -> !text.isEmpty()).findFirst().orElse("Merge")
            : texts.get(2);
    String[] author =
        git("log", "-1", "--format=%an%n%ae", isMerge ? commit + "^2" : commit).split("\n");
    Map<String, String> by =
        Map.of(
            "GIT_AUTHOR_NAME", author[0],
            "GIT_AUTHOR_EMAIL", author[1],
            "GIT_AUTHOR_DATE", texts.get(1),
            "GIT_COMMITTER_NAME", author[0],
            "GIT_COMMITTER_EMAIL", author[1],
            "GIT_COMMITTER_DATE", texts.get(1));
    return git(
        by, "", "commit-tree", tree, "-p", parent, "-m", NUMBER.matcher(subject).replaceFirst(""));
  }

  /** What a commit left, with the tests as they were before all of them. */
  private String tree(String commit, String tests, Map<String, String> apart) throws IOException {
    git(apart, "", "read-tree", commit);
    git(apart, "", onTests("rm", "-r", "--cached", "--quiet", "--force", "--ignore-unmatch"));
    git(apart, tests, "update-index", "-z", "--add", "--index-info");
    return git(apart, "", "write-tree");
  }

  private static String[] onTests(String... command) {
    return Stream.of(Stream.of(command), Stream.of("--"), TESTS.stream())
        .flatMap(each -> each)
        .toArray(String[]::new);
  }

  private String git(String... arguments) throws IOException {
    return git(Map.of(), "", arguments);
  }

  private String git(Map<String, String> environment, String input, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", copy.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output.strip();
  }
}
