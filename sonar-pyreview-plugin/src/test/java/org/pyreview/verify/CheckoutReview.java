package org.pyreview.verify;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pyreview.ecosystem.Scan;
import org.pyreview.plugin.RuleIndex;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Guard;
import org.slf4j.LoggerFactory;

/**
 * Reviews the files that git tracks in one checkout and writes what was found: {@code
 * CheckoutReview FOLDER RESULT RULE…}. The program behind {@code scripts/ecosystem}.
 */
public final class CheckoutReview {

  private final Path folder;
  private final Map<String, List<String>> lines = new HashMap<>();
  private AnalysedProject project;

  private CheckoutReview(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    Set<String> rules = new TreeSet<>(Arrays.asList(arguments).subList(2, arguments.length));
    new CheckoutReview(Path.of(arguments[0])).review(rules).write(Path.of(arguments[1]));
  }

  private Scan review(Set<String> keys) throws ReflectiveOperationException, IOException {
    List<Object> rules = new ArrayList<>();
    for (Class<?> rule : RuleIndex.classes()) {
      if (keys.contains(AstCheck.keyOf(rule))) {
        rules.add(rule.getConstructor().newInstance());
      }
    }
    ListAppender<ILoggingEvent> warnings = warningsOfGuards();
    long start = System.nanoTime();
    List<String> tracked = List.of(git("ls-files", "-z").split("\0"));
    project = new AnalysedProject(folder, tracked);
    long declared = System.nanoTime();
    List<Scan.Issue> issues = new ArrayList<>();
    project
        .issuesByRule(rules)
        .forEach((rule, found) -> found.forEach(each -> issues.add(issue(rule, each))));
    issues.sort(Scan.Issue.ORDER);
    System.out.printf(
        "declaring %.1f s, reviewing %.1f s%n",
        (declared - start) / 1e9, (System.nanoTime() - declared) / 1e9);
    List<String> python = project.pythonFiles().toList();
    return new Scan(
        git("rev-parse", "HEAD").strip(),
        python.size(),
        python.stream().mapToInt(path -> lines(path).size()).sum(),
        (int) git("ls-files", "--deleted").lines().count(),
        keys,
        issues,
        warnings.list.stream().map(CheckoutReview::failure).toList());
  }

  private static ListAppender<ILoggingEvent> warningsOfGuards() {
    Logger guards = (Logger) LoggerFactory.getLogger(Guard.class);
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    warnings.start();
    guards.setLevel(Level.WARN);
    guards.addAppender(warnings);
    return warnings;
  }

  private static Scan.Failure failure(ILoggingEvent warning) {
    return new Scan.Failure(
        String.valueOf(warning.getArgumentArray()[0]), warning.getFormattedMessage());
  }

  private Scan.Issue issue(String rule, AnalysedProject.Found found) {
    String path = found.path().orElse(null);
    return Scan.Issue.of(
        rule,
        path,
        path == null ? List.of() : lines(path),
        found.range().line(),
        found.message(),
        found.causes().stream()
            .map(each -> new Scan.Cause(each.path(), each.range().line(), each.message()))
            .toList());
  }

  private List<String> lines(String path) {
    return lines.computeIfAbsent(path, key -> project.text(key).lines().toList());
  }

  private String git(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
