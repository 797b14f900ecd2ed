package org.pyreview.frameworks.sqlalchemy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The classes that SQLAlchemy, Flask-SQLAlchemy or SQLModel map to tables, and their relationships.
 * Like the mapper's registry it knows them by name.
 */
public final class MappedModels {

  private static final Set<String> DECLARATIONS = Set.of("relationship", "Relationship");
  private static final Set<String> PER_USE = Set.of("dynamic", "write_only");

  private final Map<String, Map<String, Relationship>> byModel = new HashMap<>();
  private final Map<String, ClassCode> classes = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  /**
   * An attribute that leads to other rows.
   *
   * @param target name of the class it leads to; empty if it can't be told
   * @param isLazy whether reading it runs a query, unless it was loaded along
   * @param isPerUse whether every use runs one, whatever was loaded
   * @param ownsTarget whether what it leads to is deleted along with the row
   */
  public record Relationship(
      String name, String target, boolean isLazy, boolean isPerUse, boolean ownsTarget) {}

  private MappedModels(Project project) {
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      module
          .topLevel()
          .filter(Stmt.ClassDef.class::isInstance)
          .map(each -> code.classCode(module, (Stmt.ClassDef) each))
          .filter(MappedModels::isMapped)
          .forEach(this::add);
    }
    ambiguous.forEach(byModel::remove);
  }

  /** The mapped classes of a project; worked out once. */
  public static MappedModels of(Project project) {
    return project.knowledge(MappedModels.class, MappedModels::new);
  }

  /** Whether SQLAlchemy maps a class: it or an ancestor declares columns. */
  public static boolean isMapped(ClassCode definition) {
    return definition.lineage().stream()
        .flatMap(ClassCode::body)
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .anyMatch(
            assign ->
                assign.name().filter("__tablename__"::equals).isPresent()
                    || assign.value().filter(MappedModels::isColumnOrRelation).isPresent());
  }

  private static boolean isColumnOrRelation(Expr value) {
    return value instanceof Expr.Call call
        && (DECLARATIONS.contains(call.name())
            || Set.of("Column", "mapped_column").contains(call.name()));
  }

  /** Whether a file is a migration of Alembic, whatever folder it lies in. */
  public static boolean isRevision(ModuleCode module) {
    return module.binds("down_revision") && module.binds("revision");
  }

  private void add(ClassCode definition) {
    Map<String, Relationship> relations = new HashMap<>();
    for (ClassCode owner : definition.lineage()) {
      owner
          .body()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .forEach(assign -> addRelation(assign, definition.name(), relations));
    }
    // A backref may have come first.
    Map<String, Relationship> known =
        byModel.computeIfAbsent(definition.name(), key -> new HashMap<>());
    boolean isSecond = known.containsKey("");
    if (isSecond) {
      ambiguous.add(definition.name());
    }
    classes.put(definition.name(), definition);
    known.putAll(relations);
    known.put("", new Relationship("", definition.name(), false, false, false));
  }

  private void addRelation(Stmt.Assign assign, String owner, Map<String, Relationship> relations) {
    if (assign.name().isEmpty()
        || !(assign.value().orElse(null) instanceof Expr.Call call)
        || !DECLARATIONS.contains(call.name())) {
      return;
    }
    String target =
        call.positional().stream()
            .findFirst()
            .or(() -> call.named("argument"))
            .map(MappedModels::className)
            .orElseGet(() -> assign.annotation().map(MappedModels::className).orElse(""));
    String name = assign.name().get();
    boolean ownsTarget =
        call.named("cascade")
            .filter(each -> each instanceof Expr.Text text && text.value().contains("delete"))
            .isPresent();
    relations.put(name, relationship(name, target, call.named("lazy"), ownsTarget));
    call.named("backref")
        .ifPresent(
            backref -> {
              Optional<Expr> lazy =
                  backref instanceof Expr.Call made ? made.named("lazy") : Optional.empty();
              Expr named =
                  backref instanceof Expr.Call made && !made.positional().isEmpty()
                      ? made.positional().get(0)
                      : backref;
              if (named instanceof Expr.Text text && !target.isEmpty()) {
                byModel
                    .computeIfAbsent(target, key -> new HashMap<>())
                    .put(text.value(), relationship(text.value(), owner, lazy, false));
              }
            });
  }

  private static Relationship relationship(
      String name, String target, Optional<Expr> lazy, boolean ownsTarget) {
    if (lazy.isEmpty()) {
      return new Relationship(name, target, true, false, ownsTarget);
    }
    if (lazy.get() instanceof Expr.Text text) {
      return new Relationship(
          name, target, text.value().equals("select"), PER_USE.contains(text.value()), ownsTarget);
    }
    boolean isTrue = lazy.get() instanceof Expr.Constant flag && flag.text().equals("True");
    return new Relationship(name, target, isTrue, false, ownsTarget);
  }

  /** {@code "Team"}, {@code Team}, {@code lambda: Team}, {@code Mapped[list["Team"]]}. */
  private static String className(Expr expression) {
    if (expression instanceof Expr.Text text) {
      String inner = text.value().replaceAll(".*\\[|\\].*|[\"' ]", "");
      return QualifiedName.of(inner).lastName();
    }
    if (expression instanceof Expr.Lambda lambda) {
      return className(lambda.body());
    }
    if (expression instanceof Expr.Item item) {
      return className(item.index());
    }
    if (expression instanceof Expr.Operation optional) {
      return className(optional.operands().get(0));
    }
    return expression.lastName();
  }

  /** Whether exactly one mapped class has this name. */
  public boolean contains(String model) {
    return byModel.containsKey(model) && byModel.get(model).containsKey("");
  }

  /** The mapped classes of which none shares its name with another one, by their names. */
  public List<ClassCode> definitions() {
    return classes.keySet().stream().filter(this::contains).sorted().map(classes::get).toList();
  }

  /** The relationships of a class, those of backrefs included. */
  public List<Relationship> relationships(String model) {
    return byModel.getOrDefault(model, Map.of()).values().stream()
        .filter(relation -> !relation.name().isEmpty())
        .toList();
  }

  /** The relationship that instances of a class have under a name. */
  public Optional<Relationship> relationship(String model, String name) {
    return Optional.ofNullable(byModel.getOrDefault(model, Map.of()).get(name))
        .filter(relation -> !relation.name().isEmpty());
  }

  /** The method that instances of a class have under a name. */
  Optional<Stmt.Function> method(String model, String name) {
    return contains(model)
        ? classes.get(model).method(name).map(ClassCode.Member::value)
        : Optional.empty();
  }

  /** Whether any class is mapped at all. */
  public boolean isEmpty() {
    return byModel.isEmpty();
  }
}
