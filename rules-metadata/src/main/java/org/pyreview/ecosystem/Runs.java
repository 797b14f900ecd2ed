package org.pyreview.ecosystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Reviews checkouts, each in a process of its own: what happens to one costs only that one. */
final class Runs {

  /** The program that reviews one checkout; it stands in the plugin's tests. */
  private static final String REVIEW = "org.pyreview.verify.CheckoutReview";

  private static final long MINUTES = 20;

  private final Path results;
  private final Set<String> rules;
  private final boolean keepsOthers;

  /**
   * @param results folder for what a review gives, and for its log
   * @param keepsOthers whether results of other rules stay where the commit is the same
   */
  Runs(Path results, Set<String> rules, boolean keepsOthers) {
    this.results = results;
    this.rules = rules;
    this.keepsOthers = keepsOthers;
  }

  /** How a review ended; a problem means that it has no result. */
  record Outcome(String name, Optional<String> problem) {}

  /** Reviews all, some at once, and prints the progress. */
  List<Outcome> review(List<Path> folders, int jobs)
      throws InterruptedException, ExecutionException, IOException {
    Files.createDirectories(results);
    ExecutorService executor = Executors.newFixedThreadPool(jobs);
    AtomicInteger done = new AtomicInteger();
    List<Future<Outcome>> futures = new ArrayList<>();
    for (Path folder : folders) {
      futures.add(
          executor.submit(
              () -> {
                long start = System.nanoTime();
                Outcome outcome = review(folder);
                System.out.printf(
                    "[%d/%d] %s %d s%s%n",
                    done.incrementAndGet(),
                    folders.size(),
                    outcome.name,
                    (System.nanoTime() - start) / 1_000_000_000,
                    outcome.problem.map(text -> " FAILED: " + text).orElse(""));
                return outcome;
              }));
    }
    executor.shutdown();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> future : futures) {
      outcomes.add(future.get());
    }
    return outcomes;
  }

  private Outcome review(Path folder) throws IOException, InterruptedException {
    String name = folder.getFileName().toString();
    Path fresh = results.resolve(name + ".fresh");
    Path log = results.resolve(name + ".log");
    Files.deleteIfExists(fresh);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx8g", "-Xss4m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), REVIEW));
    command.addAll(List.of(folder.toString(), fresh.toString()));
    command.addAll(rules);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return new Outcome(name, Optional.of("stopped after " + MINUTES + " minutes"));
    }
    if (process.exitValue() != 0 || !Files.exists(fresh)) {
      return new Outcome(
          name,
          Optional.of("ended with %d: %s; see %s".formatted(process.exitValue(), last(log), log)));
    }
    Path result = results.resolve(name + ".tsv");
    if (keepsOthers && Files.exists(result)) {
      Scan.read(fresh).over(Scan.read(result)).write(result);
      Files.delete(fresh);
    } else {
      Files.move(fresh, result, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Outcome(name, Optional.empty());
  }

  /** The line of the log that says what went wrong. */
  private static String last(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
          .reduce((first, second) -> second)
          .orElse("it said nothing");
    }
  }
}
