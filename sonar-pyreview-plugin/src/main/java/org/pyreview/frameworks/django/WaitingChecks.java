package org.pyreview.frameworks.django;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The tables in which PostgreSQL has foreign keys to check at the end of the transaction, after a
 * data operation of a migration: those that got rows with a key or another value in one, and those
 * that lost rows which keys point to. A change of any other column leaves nothing to check.
 */
final class WaitingChecks {

  private static final Pattern INSERT =
      Pattern.compile("(?is)\\b(?:insert|merge)\\s+into\\s+[\"`]?([\\w.]+)");
  private static final Pattern DELETE =
      Pattern.compile("(?is)\\bdelete\\s+from\\s+(?:only\\s+)?[\"`]?([\\w.]+)");
  private static final Pattern UPDATE =
      Pattern.compile(
          "(?is)\\bupdate\\s+(?:only\\s+)?[\"`]?([\\w.]+)\\S*\\s+set\\s(.*?)(?:\\bwhere\\b|\\breturning\\b|;|$)");
  private static final Pattern ASSIGNED = Pattern.compile("[\"`]?(\\w+)[\"`]?\\s*=");

  private static final Set<String> SAVING =
      Set.of("save", "asave", "bulk_update", "abulk_update", "update_or_create");
  private static final Set<String> MANAGERS =
      Set.of("objects", "_default_manager", "_base_manager");
  private static final Set<String> RAW = Set.of("execute", "executemany", "raw");

  private static final int MOST_FUNCTIONS = 20;

  private final ProjectCode code;
  private final MigrationState state;
  private final Set<String> inserted = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> saved = new HashSet<>();

  /** Columns that got another value in some object, as {@code app.model.column}. */
  private final Set<String> assigned = new HashSet<>();

  private final Set<String> updated = new HashSet<>();
  private final Set<Stmt.Function> read = new HashSet<>();
  private boolean isOpen;

  private WaitingChecks(ProjectCode code, MigrationState state) {
    this.code = code;
    this.state = state;
  }

  /** Labels of the models, in lower case; none where it can't be told what is written. */
  static Set<String> after(DataOperation operation, ProjectCode code, MigrationState state) {
    WaitingChecks checks = new WaitingChecks(code, state);
    Optional<Expr> forwards = operation.forwards();
    ModuleCode module = operation.migration().migration().module();
    if (forwards.isPresent() && operation.isSql()) {
      checks.readSql(forwards.get());
    } else if (forwards.isPresent()
        && code.meaning(module, forwards.get()) instanceof Meaning.Function function) {
      checks.read(function, Map.of());
    }
    return checks.isOpen ? Set.of() : checks.waiting(operation.migration());
  }

  private Set<String> waiting(MigrationGraph.Node migration) {
    Set<String> waiting =
        inserted.stream()
            .filter(label -> !foreignKeys(label, migration).isEmpty())
            .collect(Collectors.toSet());
    deleted.stream().filter(this::isReferenced).forEach(waiting::add);
    saved.forEach(
        label ->
            assigned.stream()
                .filter(column -> column.startsWith(label + "."))
                .forEach(updated::add));
    for (String column : updated) {
      String label = QualifiedName.of(column).owner();
      String name = QualifiedName.of(column).lastName().replaceFirst("_id$", "");
      if (foreignKeys(label, migration).contains(name)) {
        waiting.add(label);
      }
    }
    return waiting;
  }

  /** Those of a table that are checked late; the database checks at once what a migration adds. */
  private Set<String> foreignKeys(String label, MigrationGraph.Node during) {
    int dot = label.indexOf('.');
    Set<String> keys = new HashSet<>();
    state
        .app(label.substring(0, dot))
        .flatMap(each -> each.model(label.substring(dot + 1)))
        .ifPresent(
            model ->
                model
                    .fields()
                    .forEach(
                        (name, field) -> {
                          if (isConstraint(field, FieldClass::isToOne)) {
                            keys.add(name);
                          }
                        }));
    state.changes().stream()
        .filter(each -> each.before().isEmpty() && each.step().migration().equals(during))
        .filter(each -> label.equals(each.app() + "." + each.model().toLowerCase(Locale.ROOT)))
        .forEach(each -> keys.remove(each.field()));
    return keys;
  }

  /** Whether keys of some table point to it, those of the tables between two models included. */
  private boolean isReferenced(String label) {
    return state.apps().entrySet().stream()
        .anyMatch(
            app ->
                app.getValue().models().stream()
                    .anyMatch(
                        model ->
                            model.fields().values().stream()
                                .filter(field -> isConstraint(field, FieldClass::isRelation))
                                .anyMatch(
                                    field ->
                                        field.target().filter(label::equals).isPresent()
                                            || (isConstraint(field, type -> !type.isToOne())
                                                && label.equals(
                                                    app.getKey()
                                                        + "."
                                                        + model
                                                            .name()
                                                            .toLowerCase(Locale.ROOT))))));
  }

  private static boolean isConstraint(MigrationState.StateField field, Predicate<FieldClass> kind) {
    return field
        .definition()
        .filter(each -> kind.test(each.type()))
        .filter(each -> each.option("db_constraint").isEmpty())
        .isPresent();
  }

  private void readSql(Expr sql) {
    for (Expr each : sql.all().toList()) {
      if (each instanceof Expr.Text text) {
        labels(INSERT.matcher(text.value())).forEach(inserted::add);
        labels(DELETE.matcher(text.value())).forEach(deleted::add);
        Matcher update = UPDATE.matcher(text.value());
        while (update.find()) {
          Matcher column = ASSIGNED.matcher(update.group(2));
          for (String label : labelsOf(update.group(1))) {
            while (column.find()) {
              updated.add(label + "." + column.group(1).toLowerCase(Locale.ROOT));
            }
          }
        }
      }
    }
  }

  private Set<String> labels(Matcher statement) {
    Set<String> labels = new HashSet<>();
    while (statement.find()) {
      labels.addAll(labelsOf(statement.group(1)));
    }
    return labels;
  }

  /** The models of a table. */
  private Set<String> labelsOf(String table) {
    String name = table.substring(table.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Set<String> labels = new HashSet<>();
    state
        .apps()
        .forEach(
            (app, models) ->
                models
                    .models()
                    .forEach(
                        model -> {
                          String lower = model.name().toLowerCase(Locale.ROOT);
                          String own =
                              model
                                  .option("db_table")
                                  .filter(Expr.Text.class::isInstance)
                                  .map(text -> ((Expr.Text) text).value().toLowerCase(Locale.ROOT))
                                  .orElse(app.toLowerCase(Locale.ROOT) + "_" + lower);
                          if (own.equals(name)) {
                            labels.add(app + "." + lower);
                          }
                        }));
    return labels;
  }

  private void read(Meaning.Function function, Map<String, Set<String>> given) {
    if (!read.add(function.definition()) || read.size() > MOST_FUNCTIONS) {
      return;
    }
    new Body(function.module(), given).read(function.definition());
  }

  /** One function, with the names that stand for a model or for rows of it. */
  private final class Body {
    private final ModuleCode module;
    private final Map<String, Set<String>> models;
    private final Set<String> made = new HashSet<>();

    Body(ModuleCode module, Map<String, Set<String>> given) {
      this.module = module;
      this.models = new HashMap<>(given);
    }

    void read(Stmt.Function function) {
      List<Stmt> statements = function.statements().toList();
      // Twice, since a loop may use what stands below it.
      for (int pass = 0; pass < 2; pass++) {
        statements.forEach(this::bind);
      }
      for (Stmt statement : statements) {
        statement.expressions().stream().flatMap(Expr::all).forEach(this::look);
        if (statement instanceof Stmt.Assign assign) {
          assign.targets().forEach(this::lookAtTarget);
        }
      }
    }

    private void bind(Stmt statement) {
      if (statement instanceof Stmt.Assign assign && assign.value().isPresent()) {
        Expr value = assign.value().get();
        for (Expr target : assign.targets()) {
          bind(target, value);
          if (target instanceof Expr.Name name && isMaking(value)) {
            made.add(name.id());
          }
        }
      } else if (statement instanceof Stmt.For loop) {
        bind(loop.target(), loop.iterable());
      }
    }

    private void bind(Expr target, Expr value) {
      Set<String> of = modelsOf(value);
      if (!of.isEmpty()) {
        Bindings.names(target)
            .forEach(name -> models.computeIfAbsent(name, key -> new HashSet<>()).addAll(of));
      }
    }

    /** {@code Order(…)} */
    private boolean isMaking(Expr value) {
      return value instanceof Expr.Call call
          && call.callee() instanceof Expr.Name name
          && models.containsKey(name.id());
    }

    /** The models that an expression or its rows belong to; none for rows of a relation. */
    private Set<String> modelsOf(Expr expression) {
      if (expression instanceof Expr.Name name) {
        return models.getOrDefault(name.id(), Set.of());
      }
      if (expression instanceof Expr.Attribute member) {
        return MANAGERS.contains(member.name()) ? modelsOf(member.value()) : Set.of();
      }
      if (expression instanceof Expr.Item item) {
        return modelsOf(item.value());
      }
      if (expression instanceof Expr.Slice slice) {
        return modelsOf(slice.value());
      }
      if (expression instanceof Expr.Await awaited) {
        return modelsOf(awaited.value());
      }
      if (expression instanceof Expr.Comprehension each) {
        return modelsOf(each.element());
      }
      if (expression instanceof Expr.Collection list) {
        Set<String> all = new HashSet<>();
        list.elements().forEach(element -> all.addAll(modelsOf(element)));
        return all;
      }
      return expression instanceof Expr.Call call ? modelsOfCall(call) : Set.of();
    }

    private Set<String> modelsOfCall(Expr.Call call) {
      if (call.name().equals("get_model")) {
        Optional<String> label = label(call);
        isOpen |= label.isEmpty();
        return label.map(Set::of).orElse(Set.of());
      }
      if (call.callee() instanceof Expr.Attribute method) {
        return modelsOf(method.value());
      }
      Set<String> of = modelsOf(call.callee());
      // list(…), tqdm(…)
      return of.isEmpty() && !call.positional().isEmpty() ? modelsOf(call.positional().get(0)) : of;
    }

    private static Optional<String> label(Expr.Call call) {
      List<Expr> arguments = call.arguments().stream().map(Expr.Argument::value).toList();
      if (arguments.isEmpty() || !arguments.stream().allMatch(Expr.Text.class::isInstance)) {
        return Optional.empty();
      }
      String label =
          arguments.stream()
              .map(each -> ((Expr.Text) each).value())
              .collect(Collectors.joining("."));
      int dot = label.indexOf('.');
      return dot < 0
          ? Optional.empty()
          : Optional.of(label.substring(0, dot) + label.substring(dot).toLowerCase(Locale.ROOT));
    }

    private void lookAtTarget(Expr target) {
      if (target instanceof Expr.Attribute column) {
        modelsOf(column.value()).forEach(label -> assigned.add(label + "." + column.name()));
      }
    }

    private void look(Expr expression) {
      if (!(expression instanceof Expr.Call call)) {
        return;
      }
      String name = call.name();
      Set<String> of = call.receiver().map(this::modelsOf).orElse(Set.of());
      if (QuerySetMethods.insert(name)) {
        inserted.addAll(of);
      }
      if (SAVING.contains(name)) {
        saved.addAll(of);
        boolean isNew =
            call.receiver()
                .filter(
                    row ->
                        isMaking(row)
                            || (row instanceof Expr.Name variable && made.contains(variable.id())))
                .isPresent();
        if (isNew) {
          inserted.addAll(of);
        }
      } else if (name.matches("a?delete")) {
        deleted.addAll(of);
      } else if (name.matches("a?update")) {
        for (Expr.Argument argument : call.arguments()) {
          of.forEach(label -> updated.add(label + "." + argument.keyword()));
        }
      } else if (RAW.contains(name)) {
        isOpen = true;
      } else if (code.meaning(module, call.callee()) instanceof Meaning.Function helper) {
        Map<String, Set<String>> given = new HashMap<>();
        List<Expr.Parameter> parameters = helper.definition().parameters();
        for (int i = 0; i < Math.min(parameters.size(), call.positional().size()); i++) {
          given.put(parameters.get(i).name(), modelsOf(call.positional().get(i)));
        }
        WaitingChecks.this.read(helper, given);
      }
    }
  }
}
