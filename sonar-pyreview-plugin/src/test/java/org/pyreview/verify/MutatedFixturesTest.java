package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.project.code.FlowCheck;
import org.pyreview.python.Guard;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.AnalysedProject.Range;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.fs.internal.TestInputFileBuilder;
import org.sonar.api.testfixtures.log.LogAndArguments;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;
import org.sonar.python.caching.CacheContextImpl;

/**
 * All rules over projects that nobody would write: no rule throws, and every place that an issue
 * names is in its file.
 *
 * <p>{@code -Dgenerative.minutes=10} says for how long, {@code -Dgenerative.seed=N} where to begin;
 * the seed of a failure alone repeats it with {@code -Dgenerative.minutes=0}.
 */
class MutatedFixturesTest {

  private static final Duration TIME =
      Duration.ofSeconds(
          Math.round(60 * Double.parseDouble(System.getProperty("generative.minutes", "1"))));
  private static final long FIRST = Long.getLong("generative.seed", 1);

  /** No rule may take long for a project as small as these. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
  @TempDir Path work;

  @Test
  void every_rule_takes_everything() {
    long end = System.nanoTime() + TIME.toNanos();
    long seed = FIRST;
    do {
      MutatedProject project = MutatedProject.of(seed++);
      Optional<String> failure = failure(project);
      if (failure.isPresent()) {
        throw new AssertionError(report(smallest(project)));
      }
    } while (System.nanoTime() < end);
    System.out.printf("%d mutated projects from seed %d on%n", seed - FIRST, FIRST);
  }

  /** What goes wrong with a project; empty if nothing does. */
  private Optional<String> failure(MutatedProject mutated) {
    AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    Thread run = new Thread(() -> failure.set(run(mutated)), "review");
    run.start();
    try {
      run.join(LONGEST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    if (run.isAlive()) {
      throw new AssertionError(
          "Seed %d takes longer than %s, now at%n%s"
              .formatted(mutated.seed(), LONGEST, trace(run.getStackTrace())));
    }
    return failure.get();
  }

  private Optional<String> run(MutatedProject mutated) {
    log.clear();
    try {
      Path folder = Files.createTempDirectory(work, "project");
      AnalysedProject project = AnalysedProject.of(folder, mutated.files());
      Map<String, List<Found>> found = new TreeMap<>(project.issuesByRule(rules()));
      found.put("in the IDE", inIde(project));
      Optional<String> failure = hidden().or(() -> misplaced(project, found));
      delete(folder);
      return failure;
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return Optional.of(e + "\n" + trace(e.getStackTrace()));
    }
  }

  /** What a guard caught, and says in the log only. */
  private Optional<String> hidden() {
    return log.getLogs().stream()
        .filter(
            each ->
                each.getRawMsg().startsWith("{} failed on")
                    || each.getRawMsg().contains("gives a place"))
        .findFirst()
        .map(LogAndArguments::getFormattedMsg);
  }

  private static List<Object> rules() {
    return RuleUnderTest.all().stream().map(RuleUnderTest::instance).toList();
  }

  /** What flow rules say about each file as if it were the only one. */
  private static List<Found> inIde(AnalysedProject project) {
    List<FlowCheck> flows =
        rules().stream().filter(FlowCheck.class::isInstance).map(FlowCheck.class::cast).toList();
    return project
        .pythonFiles()
        .flatMap(path -> project.visit(path, flows, CacheContextImpl.dummyCache()).stream())
        .toList();
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static String trace(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .limit(25)
        .map(each -> "    " + each)
        .collect(Collectors.joining("\n"));
  }

  private static Optional<String> misplaced(
      AnalysedProject project, Map<String, List<Found>> found) {
    for (Map.Entry<String, List<Found>> rule : found.entrySet()) {
      for (Found issue : rule.getValue()) {
        Optional<String> problem =
            issue
                .path()
                .flatMap(path -> problem(project, path, issue.range()))
                .or(
                    () ->
                        issue.causes().stream()
                            .flatMap(each -> problem(project, each.path(), each.range()).stream())
                            .findFirst());
        if (problem.isPresent()) {
          return Optional.of(rule.getKey() + ": " + issue.message() + ": " + problem.get());
        }
      }
    }
    return Optional.empty();
  }

  /** What SonarQube has against a place; it refuses those that are not in the file. */
  private static Optional<String> problem(AnalysedProject project, String path, Range range) {
    try {
      InputFile file =
          new TestInputFileBuilder("project", path).setContents(project.text(path)).build();
      if (range.line() == 0) {
        return Optional.empty();
      }
      boolean isLine =
          range.column() < 0
              || (range.line() == range.endLine() && range.column() == range.endColumn());
      if (isLine) {
        file.selectLine(range.line());
      } else {
        file.newRange(range.line(), range.column(), range.endLine(), range.endColumn());
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(path + " " + range + " " + e.getMessage());
    }
  }

  /** Leaves out steps and files as long as something goes wrong. */
  private MutatedProject smallest(MutatedProject failing) {
    MutatedProject smallest = failing;
    for (int step : failing.steps()) {
      List<Integer> fewer = new ArrayList<>(smallest.steps());
      fewer.remove(Integer.valueOf(step));
      smallest = ifFailing(new MutatedProject(failing.seed(), fewer, Set.of())).orElse(smallest);
    }
    for (String path : new TreeSet<>(smallest.files().keySet())) {
      Set<String> more = new HashSet<>(smallest.without());
      more.add(path);
      smallest =
          ifFailing(new MutatedProject(failing.seed(), smallest.steps(), more)).orElse(smallest);
    }
    return smallest;
  }

  private Optional<MutatedProject> ifFailing(MutatedProject project) {
    return Optional.of(project).filter(each -> failure(each).isPresent());
  }

  private String report(MutatedProject smallest) {
    StringBuilder text =
        new StringBuilder(
            "-Dgenerative.seed=%d, steps %s: %s%n"
                .formatted(
                    smallest.seed(), smallest.steps(), failure(smallest).orElse("(not again)")));
    smallest
        .files()
        .forEach(
            (path, content) ->
                text.append("--- ")
                    .append(path)
                    .append('\n')
                    .append(content, 0, Math.min(3000, content.length()))
                    .append('\n'));
    return text.toString();
  }

  @Test
  void what_a_guard_hides_is_a_failure() {
    new Guard("some-rule")
        .run(
            "app.py",
            () -> {
              throw new IllegalStateException("broken");
            });
    assertThat(hidden()).hasValueSatisfying(text -> assertThat(text).contains("broken"));
  }

  @Test
  void the_same_seed_makes_the_same_project() {
    for (long seed = 1; seed < 20; seed++) {
      assertThat(MutatedProject.of(seed).files()).isEqualTo(MutatedProject.of(seed).files());
    }
  }
}
