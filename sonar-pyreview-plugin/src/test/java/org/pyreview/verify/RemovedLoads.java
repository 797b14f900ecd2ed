package org.pyreview.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.checks.django.DjangoAdminListQueryPerRowCheck;
import org.pyreview.checks.django.DjangoNPlusOneQueryCheck;
import org.pyreview.checks.django.DjangoTemplateNPlusOneQueryCheck;
import org.pyreview.checks.django.DrfNestedSerializerNPlusOneCheck;

/**
 * How many lost {@code select_related} and {@code prefetch_related} arguments the N+1 rules notice:
 * removes all that are plain texts from a real project, and looks for an issue that is new, names
 * the relation and points at the place. {@code scripts/measure --remove-loads FOLDER…} prints a row
 * per project, each argument with its place, and what is not noticed by reason.
 *
 * <p>{@code ecosystem/loads.tsv} has what was read in the code: who reads the relation for every
 * row, or why nobody does. Only what somebody reads counts.
 */
public final class RemovedLoads {

  /** A call, behind texts and comments that only look like one. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?s)\"\"\".*?\"\"\"|\\'\\'\\'.*?\\'\\'\\'|#[^\n]*|\\.(?:select|prefetch)_related\\(([^()]*)\\)");

  private static final Pattern ARGUMENT = Pattern.compile("\\s*([\"'])(\\w+)\\1\\s*,?");

  /** A query may be written over so many lines. */
  private static final int LINES = 25;

  private static final List<Supplier<Object>> RULES =
      List.of(
          DjangoNPlusOneQueryCheck::new,
          DjangoAdminListQueryPerRowCheck::new,
          DrfNestedSerializerNPlusOneCheck::new,
          DjangoTemplateNPlusOneQueryCheck::new);

  private RemovedLoads() {}

  /**
   * What reading the code gave.
   *
   * @param reader file and line of what reads the relation for every row; empty if nothing does
   * @param reason why nothing does, or why no rule can see it
   */
  private record Reading(String reader, String reason) {
    boolean isPerRow() {
      return !reader.isEmpty();
    }
  }

  /** The numbers of a project. */
  private static final class Row {
    private int removed;
    private int read;
    private int noticed;

    void add(Row other) {
      removed += other.removed;
      read += other.read;
      noticed += other.noticed;
    }

    void print(String name) {
      System.out.printf(
          "| %s | %d | %d | %d | %d %% |%n",
          name, removed, read, noticed, read == 0 ? 100 : Math.round(100.0 * noticed / read));
    }
  }

  /** An argument that was removed. */
  private record Load(String path, long line, String relation) {

    /** Whether an issue about the changed project is about what is missing now. */
    boolean isNoticed(AnalysedProject.Found issue) {
      return Pattern.compile("\"(?:\\w+__)?" + relation + "(?:__\\w+)?\"")
              .matcher(issue.message())
              .find()
          && (isNear(issue.path().orElse(""), issue.range().line())
              || issue.causes().stream()
                  .anyMatch(cause -> isNear(cause.path(), cause.range().line())));
    }

    @Override
    public String toString() {
      return path + ":" + line + " " + relation;
    }

    private boolean isNear(String otherPath, int otherLine) {
      return path.equals(otherPath) && Math.abs(line - otherLine) <= LINES;
    }
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, Reading> readings = readings();
    Map<String, Integer> reasons = new TreeMap<>();
    Row total = new Row();
    System.out.println("| Project | Removed | Read per row | Noticed | Share |");
    System.out.println("|---|---|---|---|---|");
    for (String folder : arguments) {
      Row row = row(Path.of(folder), readings, reasons);
      row.print(Path.of(folder).getFileName().toString());
      total.add(row);
    }
    total.print("all");
    System.out.println("\n| Not counted, or not noticed | Arguments |\n|---|---|");
    reasons.forEach((reason, number) -> System.out.printf("| %s | %d |%n", reason, number));
  }

  private static Map<String, Reading> readings() throws IOException {
    Path file = Path.of(System.getProperty("pyreview.root", "."), "ecosystem", "loads.tsv");
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .skip(1)
          .map(line -> line.split("\t", -1))
          .collect(
              Collectors.toMap(
                  cells -> String.join(" ", cells[0], cells[1] + ":" + cells[2], cells[3]),
                  cells -> new Reading(cells[4], cells[5])));
    }
  }

  private static Row row(Path folder, Map<String, Reading> readings, Map<String, Integer> reasons) {
    AnalysedProject project = new AnalysedProject(folder);
    Set<String> before =
        issues(project).map(RemovedLoads::text).collect(Collectors.toCollection(HashSet::new));
    AnalysedProject changed = new AnalysedProject(folder);
    List<Load> loads = new ArrayList<>();
    Map<String, String> texts = new TreeMap<>();
    project
        .pythonFiles()
        .filter(
            path ->
                !path.matches("(?:.*/)?(?:tests?|migrations|management)/.*|(?:.*/)?test_\\w+\\.py"))
        .forEach(path -> texts.put(path, withoutLoads(path, project.text(path), loads)));
    texts.forEach(changed::replace);
    List<AnalysedProject.Found> after =
        issues(changed).filter(issue -> !before.contains(text(issue))).toList();
    Row row = new Row();
    for (Load load : loads) {
      boolean isNoticed = after.stream().anyMatch(load::isNoticed);
      Reading reading =
          readings.getOrDefault(
              folder.getFileName() + " " + load, new Reading("?", "not read yet"));
      row.removed++;
      if (reading.isPerRow() || isNoticed) {
        row.read++;
      }
      row.noticed += isNoticed ? 1 : 0;
      if (!isNoticed) {
        reasons.merge(reading.reason(), 1, Integer::sum);
      }
      System.err.printf(
          "%s %s (%s%s)%n",
          isNoticed ? "noticed" : reading.isPerRow() ? "MISSED" : "unread",
          load,
          reading.reader(),
          reading.reason());
    }
    return row;
  }

  private static Stream<AnalysedProject.Found> issues(AnalysedProject project) {
    return project.issuesByRule(RULES.stream().map(Supplier::get).toList()).values().stream()
        .flatMap(List::stream);
  }

  private static String text(AnalysedProject.Found issue) {
    return issue.path().orElse("") + issue.range().line() + issue.message();
  }

  /** Lines stay where they are, so that places before and after are the same. */
  private static String withoutLoads(String path, String source, List<Load> loads) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    Matcher call = CALL.matcher(source);
    while (call.find()) {
      if (call.group(1) == null) {
        continue;
      }
      Matcher argument = ARGUMENT.matcher(call.group(1));
      while (argument.find()) {
        int at = call.start(1) + argument.start(2);
        loads.add(new Load(path, source.substring(0, at).lines().count(), argument.group(2)));
      }
      String rest = argument.reset().replaceAll(found -> found.group().replaceAll("[^\n]", ""));
      // select_related() without arguments would load more, not less.
      String name = rest.isBlank() ? ".all(" : source.substring(call.start(), call.start(1));
      text.append(source, end, call.start());
      text.append(call.group(1).isBlank() ? call.group() : name + rest + ")");
      end = call.end();
    }
    return text.append(source, end, source.length()).toString();
  }
}
