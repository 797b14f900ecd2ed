package org.pyreview.ecosystem;

import java.nio.file.Files;
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
 * @param past rows that were read and are no longer reported, most of them since a rule was cured
 */
public record Ledger(String project, List<Row> rows, List<Row> past) {

  public Ledger {
    rows = rows.stream().sorted(Row.ORDER).toList();
    past = past.stream().sorted(Row.ORDER).toList();
  }

  Ledger(String project, List<Row> rows) {
    this(project, rows, List.of());
  }

  /**
   * What a new run makes of a ledger.
   *
   * @param ledger the new one
   * @param added rows nobody has read
   * @param gone rows that are in the old one only
   * @param back rows that had gone before
   */
  record Change(Ledger ledger, List<Row> added, List<Row> gone, List<Row> back) {}

  static Ledger read(Path folder, String project) {
    return new Ledger(
        project, read(file(folder, project)), read(file(folder.resolve(PAST), project)));
  }

  private static List<Row> read(Path file) {
    return Table.read(file, Row.FIELDS).stream().map(Row::of).toList();
  }

  void write(Path folder) {
    write(rows, file(folder, project));
    Path ofPast = file(folder.resolve(PAST), project);
    if (!past.isEmpty() || Files.exists(ofPast)) {
      write(past, ofPast);
    }
  }

  private static void write(List<Row> rows, Path file) {
    Table.write(file, Row.FIELDS, rows.stream().map(Row::fields).toList());
  }

  /** Folder of the rows that are no longer reported. */
  private static final String PAST = "past";

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
    List<Row> reported = found.stream().filter(row -> ran.contains(row.rule())).toList();
    for (List<Row> group : groups(reported)) {
      merged.addAll(
          withVerdicts(group, known.getOrDefault(group.get(0).group(), new ArrayList<>()), added));
    }
    List<Row> gone = known.values().stream().flatMap(Collection::stream).sorted(Row.ORDER).toList();
    List<Row> newPast = new ArrayList<>(past);
    gone.stream().filter(Row::isRead).forEach(newPast::add);
    List<Row> back = takeBack(added, merged, newPast);
    return new Change(new Ledger(project, merged, newPast), added, gone, back);
  }

  /** Rows that say again what was read once have its verdict. */
  private static List<Row> takeBack(List<Row> added, List<Row> merged, List<Row> past) {
    List<Row> back = new ArrayList<>();
    for (Row row : List.copyOf(added)) {
      Optional<Row> match =
          past.stream()
              .filter(each -> each.group().equals(row.group()))
              .filter(each -> each.message().equals(row.message()))
              .findFirst();
      if (match.isPresent()) {
        Row judged = row.judged(match.get().verdict(), match.get().why());
        past.remove(match.get());
        added.remove(row);
        merged.set(merged.indexOf(row), judged);
        back.add(judged);
      }
    }
    return back;
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
