package org.pyreview.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pyreview.checks.django.DjangoModelWithoutMigrationCheck;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.MigrationState;
import org.pyreview.project.FactStore;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.python.ModulePath;
import org.sonar.python.caching.CacheContextImpl;

/**
 * The proof of django-model-without-migration on real projects: silent as they are; with the newest
 * migration of an app deleted, as if its author had forgotten to commit it, it must report that
 * app. {@code scripts/measure --prove-migrations FOLDER…} prints a row per project.
 */
public final class DeletedMigrations {

  /** Options of fields that change nothing in the database. */
  private static final Set<String> UNKNOWN_TO_DATABASE =
      Set.of(
          "blank",
          "choices",
          "default",
          "editable",
          "encoder",
          "error_messages",
          "help_text",
          "limit_choices_to",
          "on_delete",
          "populate_from",
          "related_name",
          "related_query_name",
          "serialize",
          "storage",
          "upload_to",
          "validators",
          "verbose_name",
          "auto_now",
          "auto_now_add");

  private final AnalysedProject project;
  private final FactStore facts = new FactStore();
  private final Project whole;
  private final DjangoModelWithoutMigrationCheck rule = new DjangoModelWithoutMigrationCheck();

  private DeletedMigrations(Path folder) {
    project = new AnalysedProject(folder);
    rule.connect(facts);
    // What a test says is no model's concern, and reading it is most of the time.
    project
        .pythonFiles()
        .filter(path -> !ModulePath.of(path).isTest())
        .forEach(path -> project.visit(path, List.of(rule), CacheContextImpl.dummyCache()));
    whole = project.project(facts);
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

  /**
   * Whether the database differs after a migration, beyond its rows: an alteration of what only
   * Django knows, such as choices, is none, and neither is a proxy or an unmanaged model.
   */
  private boolean changesSchema(String path) {
    MigrationState state = MigrationState.of(whole);
    return state.operations().stream()
        .filter(each -> each.step().file().toString().equals(path))
        .filter(each -> !each.step().isStateOnly())
        .anyMatch(
            each ->
                switch (each.name()) {
                  case "", "RunPython", "RunSQL", "SeparateDatabaseAndState" -> false;
                  case "AlterModelOptions", "AlterModelManagers" -> false;
                  case "CreateModel" -> !isWithoutTable(each.call());
                  case "AlterField" ->
                      state.changes().stream()
                          .filter(change -> change.step().equals(each.step()))
                          .anyMatch(this::changesColumn);
                  default -> true;
                });
  }

  private static boolean isWithoutTable(Expr.Call model) {
    return model.at(2, "options").stream()
        .flatMap(Expr::all)
        .filter(Expr.Mapping.class::isInstance)
        .flatMap(options -> ((Expr.Mapping) options).entries().stream())
        .anyMatch(
            option ->
                option.key().orElse(null) instanceof Expr.Text key
                    && option.value() instanceof Expr.Constant value
                    && Set.of("proxy True", "managed False")
                        .contains(key.value() + " " + value.text()));
  }

  private boolean changesColumn(MigrationState.FieldChange change) {
    return change
        .before()
        .filter(
            before ->
                before.definition().isPresent()
                    && change.after().definition().isPresent()
                    && column(before.definition().get())
                        .equals(column(change.after().definition().get())))
        .isEmpty();
  }

  /** The class of a field and the options that the database knows, as they are written. */
  private Map<String, String> column(FieldDefinition field) {
    Map<String, String> column = new TreeMap<>();
    column.put("class", field.type().name());
    int number = 0;
    for (Expr.Argument argument : field.call().arguments()) {
      String option = argument.keyword();
      String key = option.isEmpty() && field.type().isRelation() && number++ == 0 ? "to" : option;
      if (!key.isEmpty() && !UNKNOWN_TO_DATABASE.contains(key)) {
        column.put(key, text(field, argument.value()).toLowerCase(Locale.ROOT));
      }
    }
    // What it is anyway.
    List.of("null=false", "unique=false", "db_index=false", "primary_key=false")
        .forEach(
            standard -> {
              String[] option = standard.split("=");
              column.remove(option[0], option[1]);
            });
    return column;
  }

  private String text(FieldDefinition field, Expr value) {
    List<String> lines = project.text(field.file().toString()).lines().toList();
    Place place = value.place();
    List<String> part = new ArrayList<>(lines.subList(place.line() - 1, place.endLine()));
    part.set(part.size() - 1, part.get(part.size() - 1).substring(0, place.endColumn()));
    part.set(0, part.get(0).substring(place.column()));
    return String.join("", part).replaceAll("\\s+", "").replace('"', '\'');
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
