package org.pyreview.verify;

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
 * per project, and each argument with its place.
 */
public final class RemovedLoads {

  private static final Pattern CALL =
      Pattern.compile("\\.(?:select|prefetch)_related\\(([^()]*)\\)");
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

    private boolean isNear(String otherPath, int otherLine) {
      return path.equals(otherPath) && Math.abs(line - otherLine) <= LINES;
    }
  }

  public static void main(String[] arguments) {
    System.out.println("| Project | Removed | Noticed |");
    System.out.println("|---|---|---|");
    int[] total = new int[2];
    for (String folder : arguments) {
      int[] row = row(Path.of(folder));
      System.out.printf("| %s | %d | %d |%n", Path.of(folder).getFileName(), row[0], row[1]);
      total[0] += row[0];
      total[1] += row[1];
    }
    System.out.printf("| all | %d | %d |%n", total[0], total[1]);
  }

  private static int[] row(Path folder) {
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
    int noticed = 0;
    for (Load load : loads) {
      boolean isNoticed = after.stream().anyMatch(load::isNoticed);
      noticed += isNoticed ? 1 : 0;
      System.err.printf(
          "%s %s:%d %s%n", isNoticed ? "noticed" : "MISSED", load.path, load.line, load.relation);
    }
    return new int[] {loads.size(), noticed};
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
