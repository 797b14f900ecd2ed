package org.pyreview.frameworks.sqlalchemy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.model.LoopBody;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/**
 * Which mapped classes' tables grow while the project is used, and which hold a handful of rows.
 *
 * <p>Rows that belong to a user or to a row of a growing table grow with it. Rows of a class whose
 * name or columns say that it is configured are few. Of the others those grow that note the time at
 * which they are added, belong to somebody, are added by a loop or a worker, or are texts on which
 * several other tables hang.
 */
public final class GrowingTables {

  /** A column that more classes share than this says nothing about one of them. */
  private static final int SHARED_BY_MOST = 6;

  private static final int TABLES_ON_CONTENT = 3;
  private static final Set<String> COLUMNS = Set.of("Column", "mapped_column", "Field");
  private static final Set<String> LOOKUP_TYPES =
      Set.of("String", "Unicode", "Text", "UnicodeText", "Boolean", "Integer", "SmallInteger");
  private static final Set<String> PLAIN =
      Set.of("Mapped", "Optional", "str", "int", "bool", "sa", "so", "orm");
  private static final Set<String> CONTENT =
      Set.of("content", "body", "description", "text", "markdown", "html");

  private final MappedModels models;
  private final Map<String, List<Column>> columns = new LinkedHashMap<>();
  private final Map<String, String> byTable = new HashMap<>();
  private final Map<String, Integer> sharers = new HashMap<>();
  private final Set<String> users = new HashSet<>();
  private final Set<String> writtenOften = new HashSet<>();
  private final Map<String, Set<String>> ownedBy = new HashMap<>();
  private final Set<String> contents = new HashSet<>();
  private final Map<String, TableSize> sizes = new HashMap<>();

  /**
   * @param key of the declaration: shared by the classes that inherit it
   * @param isPlain whether its annotation, if it has one, is a text, a number or a truth value
   * @param target table or class that it refers to; empty if it refers to none
   */
  private record Column(
      String name, Expr.Call call, boolean isWhole, boolean isPlain, String target, String key) {
    boolean isOfLookup() {
      return target.isEmpty()
          && isPlain
          && !notesTime()
          && call.positional().stream()
              .allMatch(
                  each ->
                      each instanceof Expr.Text
                          || LOOKUP_TYPES.contains(lastName(each))
                          || lastName(each).equals("Sequence"));
    }

    boolean notesTime() {
      return named("default", "server_default", "default_factory")
          .filter(
              value ->
                  value
                      .all()
                      .flatMap(each -> each.dotted().stream())
                      .anyMatch(name -> name.matches("(?:.*[._])?(?:now|utcnow|utc_now|today)")))
          .isPresent();
    }

    private Optional<Expr> named(String... options) {
      return Arrays.stream(options).flatMap(each -> call.named(each).stream()).findFirst();
    }
  }

  private GrowingTables(Project project) {
    models = MappedModels.of(project);
    if (models.isEmpty()) {
      return;
    }
    for (ClassCode each : models.definitions()) {
      List<Column> all = columnsOf(each);
      columns.put(each.name(), all);
      all.forEach(column -> sharers.merge(column.key, 1, Integer::sum));
      byTable.put(tableOf(each), each.name());
      if (isUser(each, all)) {
        users.add(each.name());
      }
    }
    readRelationships();
    readWriting(project);
    columns.keySet().stream().filter(this::isContent).forEach(contents::add);
    for (boolean isChanging = true; isChanging; ) {
      isChanging = false;
      for (String model : columns.keySet()) {
        if (sizes.get(model) != TableSize.GROWS && grows(model)) {
          sizes.put(model, TableSize.GROWS);
          isChanging = true;
        }
      }
    }
    columns
        .keySet()
        .forEach(
            model ->
                sizes.computeIfAbsent(
                    model, each -> isConfigured(each) ? TableSize.FEW : TableSize.UNKNOWN));
  }

  /** The tables of a project; worked out once. */
  public static GrowingTables of(Project project) {
    return project.knowledge(GrowingTables.class, GrowingTables::new);
  }

  /**
   * How many rows the table of a mapped class may get.
   *
   * @param model the name of the class
   */
  public TableSize sizeOf(String model) {
    return sizes.getOrDefault(model, TableSize.UNKNOWN);
  }

  /** Whether there is evidence that the table of a mapped class grows. */
  public boolean grow(String model) {
    return sizeOf(model) == TableSize.GROWS;
  }

  /** Whether rows of one class have a foreign key to the table of another one. */
  public boolean refersTo(String model, String target) {
    return columns.getOrDefault(model, List.of()).stream()
        .anyMatch(each -> modelOf(each.target).equals(target));
  }

  /** Whether rows of a class have a column of that name. */
  public boolean hasColumn(String model, String name) {
    return columns.getOrDefault(model, List.of()).stream().anyMatch(each -> each.name.equals(name));
  }

  private static List<Column> columnsOf(ClassCode model) {
    Map<String, Column> found = new LinkedHashMap<>();
    for (ClassCode owner : model.lineage()) {
      owner
          .body()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(assign -> assign.name().isPresent())
          .forEach(
              assign ->
                  assign
                      .value()
                      .filter(Expr.Call.class::isInstance)
                      .map(Expr.Call.class::cast)
                      .filter(call -> COLUMNS.contains(call.name()))
                      .ifPresent(
                          call ->
                              found.putIfAbsent(
                                  assign.name().get(),
                                  column(assign, call, owner.module() + " " + call.place()))));
    }
    return new ArrayList<>(found.values());
  }

  private static Column column(Stmt.Assign assign, Expr.Call call, String key) {
    Optional<Expr.Call> reference =
        call.all()
            .filter(each -> each instanceof Expr.Call made && made.name().equals("ForeignKey"))
            .map(Expr.Call.class::cast)
            .findFirst();
    Optional<Expr> to =
        reference
            .flatMap(each -> each.positional().stream().findFirst())
            .or(() -> call.named("foreign_key"));
    boolean goesAlong =
        reference
            .flatMap(each -> each.named("ondelete"))
            .filter(each -> each instanceof Expr.Text text && text.value().equals("CASCADE"))
            .isPresent();
    boolean isRequired =
        isConstant(call.named("nullable"), "False")
            || isConstant(call.named("primary_key"), "True")
            || (assign.annotation().isPresent()
                && call.named("nullable").isEmpty()
                && assign.annotation().get().all().noneMatch(GrowingTables::isNone));
    return new Column(
        assign.name().orElseThrow(),
        call,
        goesAlong || isRequired,
        assign.annotation().stream()
            .flatMap(Expr::all)
            .allMatch(each -> !(each instanceof Expr.Name name) || PLAIN.contains(name.id())),
        to.map(GrowingTables::tableOf).orElse(""),
        key);
  }

  private static boolean isNone(Expr each) {
    return (each instanceof Expr.Constant none && none.text().equals("None"))
        || each.dotted().filter(name -> name.endsWith("Optional")).isPresent()
        || (each instanceof Expr.Text text && text.value().matches(".*(?:None|Optional).*"));
  }

  private static boolean isConstant(Optional<Expr> value, String wanted) {
    return value
        .filter(each -> each instanceof Expr.Constant flag && flag.text().equals(wanted))
        .isPresent();
  }

  /** {@code "users.id"} → {@code users}, {@code User.id} → {@code User}. */
  private static String tableOf(Expr reference) {
    String path =
        reference instanceof Expr.Text text ? text.value() : reference.dotted().orElse("");
    String[] parts = path.split("\\.");
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }

  /** The table of a class that has one of its own; else the name that one would have. */
  private static String tableOf(ClassCode model) {
    return model
        .definition()
        .attribute("__tablename__")
        .filter(Expr.Text.class::isInstance)
        .map(name -> ((Expr.Text) name).value())
        .orElse(model.name().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT));
  }

  private static String lastName(Expr expression) {
    return (expression instanceof Expr.Call call ? call.callee() : expression).lastName();
  }

  private static boolean isUser(ClassCode model, List<Column> all) {
    return model.inheritsFromAnyEnding("UserMixin", "BaseUserTable", "BaseUserTableUUID")
        || model.name().matches("Users?")
        || (model.name().endsWith("User")
            && all.stream().anyMatch(each -> each.name.matches("(?i).*(?:password|email).*")));
  }

  /** {@code cascade="all, delete-orphan"}: what it leads to goes with the row. */
  private void readRelationships() {
    columns
        .keySet()
        .forEach(
            model ->
                models
                    .relationships(model)
                    .forEach(
                        relation -> {
                          if (relation.ownsTarget()) {
                            ownedBy
                                .computeIfAbsent(relation.target(), key -> new HashSet<>())
                                .add(model);
                          }
                        }));
  }

  private void readWriting(Project project) {
    ProjectCode code = ProjectCode.of(project);
    CodeRoles roles = CodeRoles.of(project);
    for (ModuleCode module : code.mainModules()) {
      CodeRole role = roles.of(module.file());
      boolean isUsed = role == CodeRole.SERVER || role == CodeRole.WORKER;
      if (isUsed && module.mentions("session", "add", "save", "create")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          if (role == CodeRole.WORKER) {
            scope.calls().forEach(call -> noteMade(call, scope));
          } else {
            inLoops(scope).forEach(call -> noteMade(call, scope));
          }
        }
      }
    }
  }

  private static List<Expr.Call> inLoops(CodeScope scope) {
    return scope
        .statements()
        .filter(Stmt.For.class::isInstance)
        .filter(each -> LoopBody.of((Stmt.For) each).isOverRows())
        .flatMap(each -> each.inner().stream())
        .flatMap(Stmt::sameScope)
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .toList();
  }

  private void noteMade(Expr.Call call, CodeScope scope) {
    if (columns.containsKey(call.name())
        && scope.meaning(call.callee()) instanceof Meaning.Class made) {
      writtenOften.add(made.definition().name());
    }
  }

  private boolean grows(String model) {
    if (users.contains(model) || belongsToGrowing(model)) {
      return true;
    }
    return !isConfigured(model)
        && (TableSize.isHappening(model)
            || writtenOften.contains(model)
            || own(model).stream().anyMatch(Column::notesTime)
            || own(model).stream()
                .anyMatch(
                    each -> !TableSize.isAudit(each.name) && users.contains(modelOf(each.target)))
            || contents.contains(model));
  }

  private List<Column> own(String model) {
    return columns.get(model).stream().filter(each -> !isShared(each)).toList();
  }

  private boolean isShared(Column column) {
    int all = sharers.getOrDefault(column.key, 0);
    return all >= SHARED_BY_MOST && all * 2 > columns.size();
  }

  private String modelOf(String table) {
    return columns.containsKey(table) ? table : byTable.getOrDefault(table, "");
  }

  private boolean belongsToGrowing(String model) {
    boolean isOwned =
        ownedBy.getOrDefault(model, Set.of()).stream()
            .anyMatch(owner -> !owner.equals(model) && sizes.get(owner) == TableSize.GROWS);
    return isOwned
        || own(model).stream()
            .filter(each -> each.isWhole && !TableSize.isAudit(each.name))
            .map(each -> modelOf(each.target))
            .anyMatch(
                target ->
                    !target.equals(model)
                        && (users.contains(target) || sizes.get(target) == TableSize.GROWS));
  }

  /** A text on which several other tables hang: what the project is about. */
  private boolean isContent(String model) {
    return own(model).stream().anyMatch(each -> CONTENT.contains(each.name))
        && columns.keySet().stream()
                .filter(
                    other ->
                        !other.equals(model)
                            && own(other).stream()
                                .anyMatch(
                                    each -> each.isWhole && modelOf(each.target).equals(model)))
                .limit(TABLES_ON_CONTENT)
                .count()
            == TABLES_ON_CONTENT;
  }

  private boolean isConfigured(String model) {
    return TableSize.isConfigured(model)
        || (!writtenOften.contains(model)
            && !TableSize.isHappening(model)
            && !contents.contains(model)
            && !own(model).isEmpty()
            && own(model).stream().allMatch(Column::isOfLookup));
  }
}
