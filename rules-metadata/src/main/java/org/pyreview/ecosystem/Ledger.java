package org.pyreview.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known about the issues of one project.
 *
 * @param project name of its checkout
 * @param rows sorted, so that two versions differ where the issues do
 */
public record Ledger(String project, List<Row> rows) {

  public Ledger {
    rows = rows.stream().sorted(Row.ORDER).toList();
  }

  /**
   * What a new run makes of a ledger.
   *
   * @param ledger the new one
   * @param added rows nobody has read
   * @param gone rows that are in the old one only
   */
  record Change(Ledger ledger, List<Row> added, List<Row> gone) {}

  static Ledger read(Path folder, String project) {
    return new Ledger(
        project, Table.read(file(folder, project), Row.FIELDS).stream().map(Row::of).toList());
  }

  void write(Path folder) {
    Table.write(file(folder, project), Row.FIELDS, rows.stream().map(Row::fields).toList());
  }

  private static Path file(Path folder, String project) {
    return folder.resolve(project + ".tsv");
  }

  /**
   * Takes over what a run found. A row survives with its verdict if the same rule speaks at the
   * same lines of the same file, whatever its message is now.
   *
   * @param found issues as rows without a verdict, in the order of their lines
   * @param ran rules of the run; rows of others stay as they are
   */
  Change merge(List<Row> found, Set<String> ran) {
    Map<String, List<Row>> known =
        rows.stream()
            .filter(row -> ran.contains(row.rule()))
            .collect(Collectors.groupingBy(Row::group));
    List<Row> merged = new ArrayList<>(rows);
    merged.removeIf(row -> ran.contains(row.rule()));
    List<Row> added = new ArrayList<>();
    for (List<Row> group : groups(found)) {
      merged.addAll(
          withVerdicts(group, known.getOrDefault(group.get(0).group(), new ArrayList<>()), added));
    }
    List<Row> gone = known.values().stream().flatMap(Collection::stream).sorted(Row.ORDER).toList();
    return new Change(new Ledger(project, merged), added, gone);
  }

  private static Collection<List<Row>> groups(List<Row> found) {
    return found.stream()
        .collect(Collectors.groupingBy(Row::group, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Takes verdicts from the old rows that fit, equal messages first, and removes those. */
  private static List<Row> withVerdicts(List<Row> group, List<Row> old, List<Row> added) {
    Row[] result = new Row[group.size()];
    for (boolean sameMessage : new boolean[] {true, false}) {
      for (int i = 0; i < result.length; i++) {
        Row row = group.get(i).numbered(i + 1);
        Optional<Row> match =
            old.stream()
                .filter(each -> !sameMessage || each.message().equals(row.message()))
                .findFirst();
        if (result[i] == null && match.isPresent()) {
          old.remove(match.get());
          result[i] = row.judged(match.get().verdict(), match.get().why());
        }
      }
    }
    for (int i = 0; i < result.length; i++) {
      if (result[i] == null) {
        result[i] = group.get(i).numbered(i + 1);
        added.add(result[i]);
      }
    }
    return List.of(result);
  }
}
