package org.pyreview.ecosystem;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ledgers of all projects, and the mutations of those.
 *
 * @param all one for each project, sorted by its name
 */
public record Ledgers(Projects projects, List<Ledger> all, List<Mutation> mutations) {

  /** Reads the folder {@code ecosystem}. */
  public static Ledgers read(Path folder) {
    Projects projects = Projects.read(folder);
    return new Ledgers(
        projects,
        projects.entries().stream().map(entry -> Ledger.read(folder, entry.checkout())).toList(),
        Mutation.readAll(folder));
  }

  private Stream<Row> rows() {
    return all.stream().flatMap(ledger -> ledger.rows().stream());
  }

  private List<Row> rows(String rule) {
    return rows().filter(row -> row.rule().equals(rule)).toList();
  }

  /** Keys of the rules that the rows and the mutations are about. */
  public Set<String> rules() {
    return Stream.concat(rows().map(Row::rule), mutations.stream().map(Mutation::rule))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many issues were read, those included that are no longer reported. */
  public int verdicts() {
    return (int)
        all.stream()
            .flatMap(ledger -> Stream.concat(ledger.rows().stream(), ledger.past().stream()))
            .filter(Row::isRead)
            .count();
  }

  /** The numbers of a rule. */
  public Tally of(String rule) {
    return Tally.of(rows(rule));
  }

  /** The numbers of several rules together. */
  public Tally of(Collection<String> rules) {
    Set<String> wanted = Set.copyOf(rules);
    return Tally.of(rows().filter(row -> wanted.contains(row.rule())).toList());
  }

  /**
   * The projects of which a rule said something, with its numbers there.
   *
   * @param rule its key
   */
  public List<InProject> byProject(String rule) {
    return byProject(List.of(rule)).stream().filter(each -> each.tally.issues() > 0).toList();
  }

  /**
   * Every project with the numbers of some rules together.
   *
   * @param rules their keys
   */
  public List<InProject> byProject(Collection<String> rules) {
    Set<String> wanted = Set.copyOf(rules);
    return all.stream()
        .map(
            ledger ->
                new InProject(
                    projects.of(ledger.project()).orElseThrow(),
                    Tally.of(
                        ledger.rows().stream()
                            .filter(row -> wanted.contains(row.rule()))
                            .toList())))
        .toList();
  }

  /** Numbers within a project. */
  public record InProject(Projects.Entry project, Tally tally) {}

  /** What proves that a rule can fire in real projects. */
  public List<Mutation> mutations(String rule) {
    return mutations.stream().filter(each -> each.rule().equals(rule)).toList();
  }
}
