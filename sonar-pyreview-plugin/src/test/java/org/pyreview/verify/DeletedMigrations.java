package org.pyreview.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pyreview.checks.django.DjangoModelWithoutMigrationCheck;
import org.pyreview.project.FactStore;
import org.sonar.python.caching.CacheContextImpl;

/**
 * The proof of django-model-without-migration on real projects: silent as they are; with the newest
 * migration of an app deleted, as if its author had forgotten to commit it, it must report that
 * app. {@code scripts/prove-migrations FOLDER…} prints a row per project.
 */
public final class DeletedMigrations {

  private final AnalysedProject project;
  private final FactStore facts = new FactStore();
  private final DjangoModelWithoutMigrationCheck rule = new DjangoModelWithoutMigrationCheck();

  private DeletedMigrations(Path folder) {
    project = new AnalysedProject(folder);
    rule.connect(facts);
    project
        .pythonFiles()
        .forEach(path -> project.visit(path, List.of(rule), CacheContextImpl.dummyCache()));
  }

  public static void main(String[] arguments) {
    System.out.println(
        "| Project | At HEAD | Deletions | Found | Missed | Elsewhere | No change |");
    System.out.println("|---|---|---|---|---|---|---|");
    int[] total = new int[6];
    for (String folder : arguments) {
      int[] row = new DeletedMigrations(Path.of(folder)).row(Path.of(folder).getFileName() + "");
      for (int i = 0; i < row.length; i++) {
        total[i] += row[i];
      }
    }
    print("all", total);
  }

  private static void print(String name, int[] row) {
    System.out.printf(
        "| %s | %d | %d | %d | %d | %d | %d |%n",
        name, row[0], row[1], row[2], row[3], row[4], row[5]);
  }

  private int[] row(String name) {
    Set<String> atHead = messages(Set.of());
    atHead.forEach(each -> System.err.println(name + " HEAD " + each));
    int[] row = {atHead.size(), 0, 0, 0, 0, 0};
    for (String newest : newestOfEachApp()) {
      Set<String> reported = messages(Set.of(newest));
      reported.removeAll(atHead);
      String app = newest.replaceFirst("migrations/[^/]+$", "");
      Set<String> elsewhere =
          reported.stream().filter(each -> !each.startsWith(app)).collect(Collectors.toSet());
      if (!changesSchema(newest)) {
        row[5]++;
        reported.forEach(each -> System.err.println(name + " STATE-ONLY " + newest + ": " + each));
        continue;
      }
      row[1]++;
      row[reported.isEmpty() ? 3 : 2]++;
      row[4] += elsewhere.size();
      if (reported.isEmpty()) {
        System.err.println(name + " MISSED " + newest);
      }
      reported.forEach(each -> System.err.println(name + " " + newest + " -> " + each));
    }
    print(name, row);
    return row;
  }

  /** Whether a migration does more than move data or write down what the database doesn't know. */
  private boolean changesSchema(String path) {
    return project
        .text(path)
        .replaceAll(
            "(?s)migrations\\.(?:RunPython|RunSQL|AlterModelOptions|AlterModelManagers)", "")
        .matches(
            "(?s).*\\b(?:migrations\\.)?(?:Create|Delete|Rename|Add|Remove|Alter)[A-Z]\\w+\\(.*");
  }

  private Set<String> messages(Set<String> absent) {
    Set<String> messages = new HashSet<>();
    project
        .decideWithout(absent, rule, facts)
        .forEach(each -> messages.add(each.path().orElse("") + ": " + each.message()));
    return messages;
  }

  private List<String> newestOfEachApp() {
    Map<String, String> newest = new TreeMap<>();
    project
        .pythonFiles()
        .filter(path -> path.matches("(?:.*/)?migrations/\\d+_\\w+\\.py"))
        .filter(path -> !path.matches("(?:.*/)?tests?/.*"))
        .sorted()
        .forEach(path -> newest.put(path.replaceFirst("[^/]+$", ""), path));
    return new ArrayList<>(newest.values());
  }
}
