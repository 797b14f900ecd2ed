package org.pyreview.ecosystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies mutations to copies of the checkouts and looks whether the rules report them. All
 * mutations of one project go into one copy, as long as they concern different rules and files. One
 * that isn't reported there gets a copy of its own, since the others may have answered its rule.
 */
final class Replay {

  private final Path checkouts;
  private final Path work;

  /** Results of the checkouts as they are. */
  private final Path results;

  private final int jobs;

  Replay(Path checkouts, Path results, int jobs) {
    this.checkouts = checkouts;
    this.results = results;
    this.work = results.resolve("mutations");
    this.jobs = jobs;
  }

  /**
   * What became of a mutation.
   *
   * @param message that the rule reports at the expected place
   * @param problem why the mutation proves nothing
   */
  record Outcome(Mutation mutation, Optional<String> message, Optional<String> problem) {}

  /** Mutations that share a copy. */
  private record Copy(String name, String project, List<Mutation> mutations) {}

  List<Outcome> run(List<Mutation> mutations)
      throws IOException, InterruptedException, ExecutionException {
    delete(work);
    reviewUntouched(mutations);
    List<Copy> shared = copies(mutations);
    List<Outcome> outcomes = replay(shared);
    Set<Mutation> together =
        shared.stream()
            .filter(copy -> copy.mutations.size() > 1)
            .flatMap(copy -> copy.mutations.stream())
            .collect(Collectors.toSet());
    List<Mutation> again =
        outcomes.stream()
            .filter(each -> each.problem.isPresent() && together.contains(each.mutation))
            .map(Outcome::mutation)
            .toList();
    outcomes.removeIf(each -> again.contains(each.mutation));
    outcomes.addAll(replay(alone(again)));
    return outcomes;
  }

  private List<Outcome> replay(List<Copy> copies)
      throws IOException, InterruptedException, ExecutionException {
    List<Outcome> outcomes = new ArrayList<>();
    List<Copy> ready = new ArrayList<>();
    for (Copy copy : copies) {
      try {
        make(copy);
        ready.add(copy);
      } catch (IOException | IllegalArgumentException e) {
        copy.mutations.forEach(each -> outcomes.add(failed(each, e.getMessage())));
      }
    }
    Set<String> rules =
        ready.stream()
            .flatMap(copy -> copy.mutations.stream())
            .map(Mutation::rule)
            .collect(Collectors.toSet());
    Map<String, Optional<String>> problems =
        new Runs(work, rules, false)
            .review(ready.stream().map(copy -> work.resolve(copy.name)).toList(), jobs).stream()
                .collect(Collectors.toMap(Runs.Outcome::name, Runs.Outcome::problem));
    for (Copy copy : ready) {
      Optional<String> problem = problems.get(copy.name);
      if (problem.isPresent()) {
        copy.mutations.forEach(each -> outcomes.add(failed(each, problem.get())));
      } else {
        Scan before = Scan.read(results.resolve(copy.project + ".tsv"));
        Scan after = Scan.read(work.resolve(copy.name + ".tsv"));
        copy.mutations.forEach(each -> outcomes.add(outcome(each, before, after)));
      }
      delete(work.resolve(copy.name));
    }
    return outcomes;
  }

  /** Reviews the checkouts of which no result tells what the rules say without a mutation. */
  private void reviewUntouched(List<Mutation> mutations)
      throws IOException, InterruptedException, ExecutionException {
    Map<String, Set<String>> rules = new LinkedHashMap<>();
    mutations.forEach(
        each -> rules.computeIfAbsent(each.project(), name -> new TreeSet<>()).add(each.rule()));
    Set<String> missing = new TreeSet<>();
    List<Path> folders = new ArrayList<>();
    rules.forEach(
        (project, wanted) -> {
          Path result = results.resolve(project + ".tsv");
          if (!Files.exists(result) || !Scan.read(result).rules().containsAll(wanted)) {
            missing.addAll(wanted);
            folders.add(checkouts.resolve(project));
          }
        });
    folders.removeIf(folder -> !Files.exists(folder));
    if (!folders.isEmpty()) {
      new Runs(results, missing, true).review(folders, jobs);
    }
  }

  private static List<Copy> copies(List<Mutation> mutations) {
    List<Copy> copies = new ArrayList<>();
    for (Mutation each : mutations) {
      Optional<Copy> fitting =
          copies.stream()
              .filter(copy -> copy.project.equals(each.project()))
              .filter(copy -> copy.mutations.stream().noneMatch(other -> disturbs(other, each)))
              .findFirst();
      if (fitting.isPresent()) {
        fitting.get().mutations.add(each);
      } else {
        copies.add(copy(each, copies));
      }
    }
    return copies;
  }

  private static List<Copy> alone(List<Mutation> mutations) {
    List<Copy> copies = new ArrayList<>();
    mutations.forEach(each -> copies.add(copy(each, copies)));
    return copies;
  }

  private static Copy copy(Mutation first, List<Copy> others) {
    long number = others.stream().filter(copy -> copy.project.equals(first.project())).count() + 1;
    return new Copy(
        first.project() + "--" + number, first.project(), new ArrayList<>(List.of(first)));
  }

  private static boolean disturbs(Mutation one, Mutation other) {
    Set<String> paths = one.edits().stream().map(Mutation.Edit::path).collect(Collectors.toSet());
    return one.rule().equals(other.rule())
        || other.edits().stream().anyMatch(edit -> paths.contains(edit.path()));
  }

  /** Copies what git tracks and commits the edits, since rules read the committed tree as well. */
  private void make(Copy copy) throws IOException {
    Path from = checkouts.resolve(copy.project);
    Path to = work.resolve(copy.name);
    Files.createDirectories(work);
    git(
        work,
        "clone",
        "--quiet",
        "--shared",
        "--no-checkout",
        from.toAbsolutePath().toString(),
        to.toAbsolutePath().toString());
    git(to, "read-tree", "HEAD");
    for (String path : git(from, "ls-files", "-z").split("\0")) {
      if (Files.isRegularFile(from.resolve(path))) {
        Files.createDirectories(to.resolve(path).getParent());
        Files.copy(from.resolve(path), to.resolve(path), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (Mutation mutation : copy.mutations) {
      for (Mutation.Edit edit : mutation.edits()) {
        if (edit.path().equals(RemadeHistory.PATH)) {
          new RemadeHistory(to).apply(edit);
          continue;
        }
        Path file = to.resolve(edit.path());
        String text = edit.apply(Files.exists(file) ? Files.readString(file) : null);
        if (text == null) {
          Files.delete(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.writeString(file, text);
        }
        git(to, "add", "--force", "--all", "--", edit.path());
      }
    }
    // Rules that look at the last days of a history have to find the same ones each time.
    String day = git(to, "log", "-1", "--format=%cI").strip();
    git(
        to,
        Map.of("GIT_AUTHOR_DATE", day, "GIT_COMMITTER_DATE", day),
        "-c",
        "user.name=Developer",
        "-c",
        "user.email=developer@example.com",
        "-c",
        "gc.auto=0",
        "commit",
        "--quiet",
        "--allow-empty",
        "--no-verify",
        "--message",
        "Put violations into the copy");
  }

  private static Outcome outcome(Mutation mutation, Scan before, Scan after) {
    Function<Scan, Stream<Scan.Issue>> issues =
        scan -> scan.issues().stream().filter(each -> each.row().rule().equals(mutation.rule()));
    Set<String> known =
        issues
            .apply(before)
            .map(each -> each.row().group())
            .collect(Collectors.toCollection(HashSet::new));
    List<Scan.Issue> fresh =
        issues.apply(after).filter(each -> !known.contains(each.row().group())).toList();
    Optional<String> there =
        fresh.stream()
            .filter(each -> at(each).equals(mutation.at()))
            .map(each -> each.row().message())
            .findFirst();
    if (there.isPresent()) {
      return new Outcome(mutation, there, Optional.empty());
    }
    return failed(
        mutation,
        "nothing new at %s; new are %s"
            .formatted(
                mutation.at(),
                fresh.stream().map(each -> at(each) + " " + each.row().message()).toList()));
  }

  private static String at(Scan.Issue issue) {
    return issue.line() == 0 ? issue.row().path() : issue.row().path() + ":" + issue.line();
  }

  private static Outcome failed(Mutation mutation, String problem) {
    return new Outcome(mutation, Optional.empty(), Optional.of(String.valueOf(problem)));
  }

  private static String git(Path folder, String... arguments) throws IOException {
    return git(folder, Map.of(), arguments);
  }

  private static String git(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
