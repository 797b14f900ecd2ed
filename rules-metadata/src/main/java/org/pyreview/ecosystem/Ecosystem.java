package org.pyreview.ecosystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reviews real projects and keeps account of what was right: see {@code scripts/ecosystem}.
 *
 * <p>Takes the root of this repository from the property {@code pyreview.root}.
 */
public final class Ecosystem {

  private final Path ledgers;
  private final Path results;
  private final Arguments arguments;

  private Ecosystem(Path root, Arguments arguments) {
    this.ledgers = root.resolve("ecosystem");
    this.results = root.resolve("target/ecosystem");
    this.arguments = arguments;
  }

  /** What the command line says. */
  private record Arguments(Set<String> options, int jobs, Set<String> rules, List<String> rest) {

    static Arguments of(String[] words) {
      Set<String> options = new TreeSet<>();
      Set<String> rules = new TreeSet<>();
      List<String> rest = new ArrayList<>();
      int jobs = 2;
      for (int i = 0; i < words.length; i++) {
        switch (words[i]) {
          case "--jobs" -> jobs = Integer.parseInt(words[++i]);
          case "--rule" -> rules.add(words[++i]);
          case "--update", "--again", "--sheet", "--judge", "--mutations" -> options.add(words[i]);
          default -> {
            if (words[i].startsWith("--")) {
              throw new IllegalArgumentException("unknown option " + words[i]);
            }
            rest.add(words[i]);
          }
        }
      }
      return new Arguments(options, jobs, rules, rest);
    }

    boolean has(String option) {
      return options.contains(option);
    }

    private List<String> afterFirst() {
      return rest.subList(Math.min(1, rest.size()), rest.size());
    }
  }

  /** See {@code scripts/ecosystem}; ends with 1 where something failed. */
  public static void main(String[] words)
      throws IOException, InterruptedException, ExecutionException {
    Path root = Path.of(System.getProperty("pyreview.root"));
    Ecosystem ecosystem = new Ecosystem(root, Arguments.of(words));
    boolean fine =
        ecosystem.arguments.has("--judge")
            ? ecosystem.judge()
            : ecosystem.arguments.has("--sheet")
                ? ecosystem.sheet()
                : ecosystem.arguments.has("--again")
                    ? ecosystem.again()
                    : ecosystem.arguments.has("--mutations")
                        ? ecosystem.mutations()
                        : ecosystem.review();
    System.exit(fine ? 0 : 1);
  }

  private boolean judge() throws IOException {
    List<String> problems =
        Judgement.write(ledgers, Files.readAllLines(Path.of(arguments.rest.get(0))));
    problems.forEach(System.err::println);
    return problems.isEmpty();
  }

  private boolean sheet() {
    Path checkouts = Path.of(arguments.rest.get(0));
    Set<String> rules = new TreeSet<>(arguments.afterFirst());
    List<Ledger> all =
        Projects.read(ledgers).entries().stream()
            .map(entry -> Ledger.read(ledgers, entry.checkout()))
            .toList();
    for (Sheet.Chosen chosen : Sheet.choose(all, rules.isEmpty() ? profile() : rules)) {
      Path result = result(chosen.project());
      if (Files.exists(result)) {
        System.out.print(Sheet.block(chosen, checkouts, Scan.read(result)));
      } else {
        System.err.println(chosen.id() + ": " + chosen.project() + " was not reviewed here");
      }
    }
    return true;
  }

  /** Compares what the last runs left. */
  private boolean again() throws IOException {
    List<String> names = arguments.rest;
    List<String> reviewed =
        Projects.read(ledgers).entries().stream()
            .map(Projects.Entry::checkout)
            .filter(name -> names.isEmpty() || names.contains(name))
            .filter(name -> Files.exists(result(name)))
            .toList();
    compare(reviewed);
    return true;
  }

  /** Replays mutations; with --update it writes what the rules report into their rows. */
  private boolean mutations() throws IOException, InterruptedException, ExecutionException {
    List<String> names = arguments.afterFirst();
    List<Mutation> all = Mutation.readAll(ledgers);
    List<Mutation> wanted =
        all.stream()
            .filter(each -> names.isEmpty() || names.contains(each.project()))
            .filter(each -> arguments.rules.isEmpty() || arguments.rules.contains(each.rule()))
            .toList();
    List<Replay.Outcome> outcomes =
        new Replay(Path.of(arguments.rest.get(0)), results, arguments.jobs).run(wanted);
    List<Mutation> updated = new ArrayList<>(all);
    boolean fine = true;
    for (Replay.Outcome outcome : outcomes) {
      Mutation mutation = outcome.mutation();
      Optional<String> problem = outcome.problem();
      if (problem.isEmpty() && !outcome.message().get().equals(mutation.message())) {
        updated.set(all.indexOf(mutation), mutation.reporting(outcome.message().get()));
        problem = Optional.of("reports now: " + outcome.message().get());
      }
      fine &= problem.isEmpty();
      System.out.printf(
          "%s %s %s (%s)%s%n",
          problem.isEmpty() ? "reported" : "DIFFERS ",
          mutation.rule(),
          mutation.project(),
          mutation.changed(),
          problem.map(text -> ": " + text).orElse(""));
    }
    if (arguments.has("--update")) {
      Judgement.alone(ledgers, () -> Mutation.writeAll(ledgers, updated));
    }
    return fine;
  }

  private boolean review() throws IOException, InterruptedException, ExecutionException {
    Path checkouts = Path.of(arguments.rest.get(0));
    List<String> names = arguments.afterFirst();
    List<Path> folders;
    try (Stream<Path> all = Files.list(checkouts)) {
      folders =
          all.filter(folder -> Files.exists(folder.resolve(".git")))
              .filter(folder -> names.isEmpty() || names.contains(folder.getFileName().toString()))
              .sorted()
              .toList();
    }
    Set<String> rules = arguments.rules.isEmpty() ? profile() : arguments.rules;
    Projects projects = Projects.read(ledgers);
    Runs runs = new Runs(results, rules, !arguments.rules.isEmpty());
    List<Runs.Outcome> outcomes = runs.review(folders, arguments.jobs);
    List<String> reviewed =
        outcomes.stream().filter(each -> each.problem().isEmpty()).map(Runs.Outcome::name).toList();
    List<String> known = reviewed.stream().filter(name -> projects.of(name).isPresent()).toList();
    compare(known);
    return problems(outcomes, projects);
  }

  private boolean problems(List<Runs.Outcome> outcomes, Projects projects) {
    List<String> problems = new ArrayList<>();
    for (Runs.Outcome outcome : outcomes) {
      outcome.problem().ifPresent(text -> problems.add("FAILED  " + outcome.name() + ": " + text));
      Optional<Projects.Entry> entry = projects.of(outcome.name());
      if (entry.isEmpty()) {
        problems.add("UNKNOWN " + outcome.name() + ": projects.tsv doesn't name it");
      }
      if (outcome.problem().isPresent()) {
        continue;
      }
      Scan scan = Scan.read(result(outcome.name()));
      entry
          .filter(each -> !each.isGenerated() && !each.commit().equals(scan.commit()))
          .ifPresent(
              each ->
                  problems.add(
                      "COMMIT  %s: projects.tsv names %s, the checkout has %s"
                          .formatted(each.checkout(), each.commit(), scan.commit())));
      if (scan.missing() > 0) {
        problems.add("MISSING " + outcome.name() + ": " + scan.missing() + " files are not there");
      }
      scan.failures()
          .forEach(
              each ->
                  problems.add(
                      "THREW   %s: %s: %s".formatted(outcome.name(), each.rule(), each.message())));
    }
    problems.forEach(System.out::println);
    return problems.stream().allMatch(line -> line.startsWith("MISSING"));
  }

  /** Compares results with the ledgers, and writes those if that is wanted. */
  private void compare(List<String> names) throws IOException {
    Comparison comparison = new Comparison();
    Judgement.alone(
        ledgers,
        () -> {
          Projects projects = Projects.read(ledgers);
          for (String name : names) {
            Scan scan = Scan.read(result(name));
            Ledger.Change change = Ledger.read(ledgers, name).merge(scan.rows(), ran(scan));
            comparison.add(change, scan);
            if (arguments.has("--update")) {
              change.ledger().write(ledgers);
              projects = projects.counted(name, scan);
            }
          }
          if (arguments.has("--update")) {
            projects.write(ledgers);
          }
        });
    System.out.println(comparison);
    Path details = results.resolve("changes.txt");
    Files.createDirectories(results);
    Files.writeString(details, comparison.details());
    System.out.println("Every new and gone row stands in " + details);
  }

  private Set<String> ran(Scan scan) {
    return arguments.rules.isEmpty() ? scan.rules() : arguments.rules;
  }

  private Path result(String checkout) {
    return results.resolve(checkout + ".tsv");
  }

  /** Keys of the rules that are on by default. */
  private static Set<String> profile() {
    try (var in = Ecosystem.class.getResourceAsStream("/org/pyreview/profile.txt")) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("pyreview:"))
          .map(line -> line.substring("pyreview:".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
