package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The models whose rows a data operation of a migration writes, by their labels in lower case:
 * those that its SQL names, or that its functions get from {@code apps} and call something that
 * writes on.
 */
final class WrittenModels {

  private static final Pattern SQL =
      Pattern.compile(
          "(?is)\\b(?:update|insert\\s+into|delete\\s+from|merge\\s+into)\\s+(?:only\\s+)?[\"`\\[]?([\\w.]+)");

  /** Methods of managers, querysets and instances that nothing else has. */
  private static final Set<String> WRITING =
      Set.of(
          "save",
          "asave",
          "delete",
          "adelete",
          "create",
          "acreate",
          "bulk_create",
          "bulk_update",
          "get_or_create",
          "update_or_create");

  /** Methods that sets and dictionaries have as well. */
  private static final Set<String> WRITING_IF_OF_MODEL =
      Set.of("update", "add", "remove", "set", "clear");

  private static final Set<String> RAW = Set.of("execute", "executemany", "raw");
  private static final int MOST_FUNCTIONS = 20;

  private final ProjectCode code;
  private final MigrationState state;
  private final Set<String> written = new HashSet<>();
  private final Set<Stmt.Function> read = new HashSet<>();
  private boolean isOpen;

  private WrittenModels(ProjectCode code, MigrationState state) {
    this.code = code;
    this.state = state;
  }

  /** Empty if it can't be told which ones. */
  static Optional<Set<String>> of(DataOperation operation, ProjectCode code, MigrationState state) {
    WrittenModels models = new WrittenModels(code, state);
    Optional<Expr> forwards = operation.forwards();
    if (forwards.isEmpty()) {
      return Optional.empty();
    }
    ModuleCode module = operation.migration().migration().module();
    if (operation.isSql()) {
      models.readSql(forwards.get());
    } else if (code.meaning(module, forwards.get()) instanceof Meaning.Function function) {
      models.read(function);
    } else {
      return Optional.empty();
    }
    return models.isOpen ? Optional.empty() : Optional.of(models.written);
  }

  private void readSql(Expr sql) {
    boolean isFound = false;
    for (Expr each : sql.all().toList()) {
      if (each instanceof Expr.Text text) {
        Matcher statement = SQL.matcher(text.value());
        while (statement.find()) {
          isFound = true;
          addTable(statement.group(1).toLowerCase(Locale.ROOT));
        }
      }
    }
    isOpen |= !isFound;
  }

  private void addTable(String table) {
    String name = table.substring(table.lastIndexOf('.') + 1);
    state
        .apps()
        .forEach(
            (label, app) ->
                app.models()
                    .forEach(
                        model -> {
                          String lower = model.name().toLowerCase(Locale.ROOT);
                          String standard = label.toLowerCase(Locale.ROOT) + "_" + lower;
                          String own =
                              model
                                  .option("db_table")
                                  .filter(Expr.Text.class::isInstance)
                                  .map(text -> ((Expr.Text) text).value().toLowerCase(Locale.ROOT))
                                  .orElse(standard);
                          if (own.equals(name)) {
                            written.add(label + "." + lower);
                          }
                        }));
  }

  private void read(Meaning.Function function) {
    if (!read.add(function.definition()) || read.size() > MOST_FUNCTIONS) {
      return;
    }
    List<Stmt> statements = function.definition().statements().toList();
    Map<String, Set<String>> models = new HashMap<>();
    // Twice, since a loop may use what stands below it.
    for (int pass = 0; pass < 2; pass++) {
      statements.forEach(statement -> bind(statement, models));
    }
    Set<String> all = new HashSet<>();
    models.values().forEach(all::addAll);
    for (Stmt statement : statements) {
      for (Expr expression : statement.expressions()) {
        expression.all().forEach(each -> readCall(each, function.module(), models, all));
      }
    }
  }

  private void bind(Stmt statement, Map<String, Set<String>> models) {
    if (statement instanceof Stmt.Assign assign && assign.value().isPresent()) {
      Set<String> of = modelsOf(assign.value().get(), models);
      assign.targets().stream()
          .flatMap(Bindings::names)
          .forEach(name -> models.computeIfAbsent(name, key -> new HashSet<>()).addAll(of));
    } else if (statement instanceof Stmt.For loop) {
      Set<String> of = modelsOf(loop.iterable(), models);
      Bindings.names(loop.target())
          .forEach(name -> models.computeIfAbsent(name, key -> new HashSet<>()).addAll(of));
    }
  }

  private Set<String> modelsOf(Expr expression, Map<String, Set<String>> models) {
    Set<String> of = new HashSet<>();
    for (Expr each : expression.all().toList()) {
      if (each instanceof Expr.Call call && call.name().equals("get_model")) {
        Optional<String> label = label(call);
        label.ifPresent(of::add);
        isOpen |= label.isEmpty();
      } else if (each instanceof Expr.Name name) {
        of.addAll(models.getOrDefault(name.id(), Set.of()));
      }
    }
    return of;
  }

  private static Optional<String> label(Expr.Call call) {
    List<String> texts = new ArrayList<>();
    for (Expr.Argument argument : call.arguments()) {
      if (!(argument.value() instanceof Expr.Text text)) {
        return Optional.empty();
      }
      texts.add(text.value());
    }
    String label = String.join(".", texts);
    int dot = label.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.of(label.substring(0, dot) + label.substring(dot).toLowerCase(Locale.ROOT));
  }

  private void readCall(
      Expr expression, ModuleCode module, Map<String, Set<String>> models, Set<String> all) {
    if (!(expression instanceof Expr.Call call)) {
      return;
    }
    String name = call.name();
    Set<String> of = call.receiver().map(each -> modelsOf(each, models)).orElse(Set.of());
    if (WRITING.contains(name) && call.receiver().isPresent()) {
      written.addAll(of.isEmpty() ? all : of);
    } else if (WRITING_IF_OF_MODEL.contains(name)) {
      written.addAll(of);
    } else if (RAW.contains(name)) {
      isOpen = true;
    } else if (code.meaning(module, call.callee()) instanceof Meaning.Function helper) {
      read(helper);
      // A helper that is given rows may write them.
      call.arguments().forEach(argument -> written.addAll(modelsOf(argument.value(), models)));
    }
  }
}
