package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The columns that a view lists, where the project has classes for them: {@code columns =
 * [Column("customer", accessor="customer.name")]}. Lists may be made of others: {@code [each for
 * each in self.base_columns if each.name != "type"]}.
 */
public final class ListedColumns {

  private static final String COLUMNS = "columns";
  private static final Set<String> ROW =
      Set.of("instance", "obj", "object", "row", "record", "item");

  private final ClassCode view;
  private final ProjectCode code;
  private final List<Column> found = new ArrayList<>();
  private final Set<String> passed = new HashSet<>();

  private ListedColumns(ClassCode view, ProjectCode code) {
    this.view = view;
    this.code = code;
  }

  /**
   * A column.
   *
   * @param type its class
   * @param accessor the steps from the row to what it shows; empty if a method chooses
   * @param owner the class that lists it
   */
  public record Column(ClassCode type, List<String> accessor, ClassCode owner, Expr.Call at) {

    /** The nearest methods of the column that are given a row. */
    public List<ClassCode.Member<Stmt.Function>> readers() {
      return methods(type)
          .flatMap(name -> type.method(name).stream())
          .filter(each -> takesRow(each.value()))
          .toList();
    }

    /** The template of a cell; empty if it has none of its own. */
    public Optional<String> template() {
      return Stream.of("cell_template_name", "template_name")
          .flatMap(name -> type.attribute(name).stream())
          .map(ClassCode.Member::value)
          .filter(Expr.Text.class::isInstance)
          .map(each -> ((Expr.Text) each).value())
          .findFirst();
    }

    /** The name that the column's methods have for a row. */
    public static String rowName(Stmt.Function method) {
      return method.parameters().get(1).name();
    }

    private static boolean takesRow(Stmt.Function method) {
      return method.parameters().size() > 1 && ROW.contains(method.parameters().get(1).name());
    }
  }

  /** The columns that the nearest class of a view's lineage lists. */
  public static List<Column> of(ClassCode view, ProjectCode code) {
    if (view.lineage().stream().noneMatch(each -> each.module().mentions(COLUMNS))) {
      return List.of();
    }
    ListedColumns columns = new ListedColumns(view, code);
    columns.addFrom(view.lineage(), COLUMNS, Set.of());
    return columns.found;
  }

  /** Adds what the first of some classes lists under a name, but for columns of some names. */
  private void addFrom(List<ClassCode> lineage, String name, Set<String> excluded) {
    Optional<ClassCode> owner =
        lineage.stream()
            .filter(
                each ->
                    each.definition().attribute(name).isPresent()
                        || each.definition().method(name).isPresent())
            .findFirst();
    if (owner.isPresent() && passed.add(owner.get() + " " + name)) {
      listed(owner.get(), name).forEach(each -> add(each, owner.get(), excluded));
    }
  }

  private static Stream<Expr> listed(ClassCode owner, String name) {
    return owner
        .definition()
        .attribute(name)
        .map(Stream::of)
        .orElseGet(
            () ->
                owner.definition().method(name).stream()
                    .flatMap(Stmt.Function::statements)
                    .flatMap(each -> each.expressions().stream()));
  }

  private void add(Expr written, ClassCode owner, Set<String> excluded) {
    if (written instanceof Expr.Call call && call.name().endsWith("Column")) {
      Optional<Expr> name = call.at(0, "name");
      if (name.filter(each -> isIn(each, excluded)).isEmpty()) {
        column(call, owner).ifPresent(found::add);
      }
    } else if (written instanceof Expr.Attribute list && list.name().endsWith(COLUMNS)) {
      addFrom(lineage(list.value(), owner), list.name(), excluded);
    } else if (written instanceof Expr.Comprehension chosen) {
      Set<String> without = new HashSet<>(excluded);
      chosen.clauses().stream()
          .flatMap(clause -> clause.conditions().stream())
          .forEach(condition -> without.addAll(excludedBy(condition)));
      chosen.clauses().forEach(clause -> add(clause.iterable(), owner, without));
    } else {
      written.children().forEach(each -> add(each, owner, excluded));
    }
  }

  private static boolean isIn(Expr name, Set<String> names) {
    return name instanceof Expr.Text text && names.contains(text.value());
  }

  /** {@code each.name != "type"}, {@code each.name not in {"title", "type"}}. */
  private static Set<String> excludedBy(Expr condition) {
    return condition instanceof Expr.Operation operation
            && Set.of("!=", "not in").contains(operation.operator())
            && operation.operands().get(0).lastName().equals("name")
        ? operation
            .operands()
            .get(1)
            .all()
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** Where Python looks for a list: {@code self.columns}, {@code super().columns}, a class's. */
  private List<ClassCode> lineage(Expr owner, ClassCode at) {
    if (owner instanceof Expr.Call call && call.name().equals("super")) {
      List<ClassCode> all = view.lineage();
      return all.subList(all.indexOf(at) + 1, all.size());
    }
    if (owner instanceof Expr.Name name && Set.of("self", "cls").contains(name.id())) {
      return view.lineage();
    }
    return code.meaning(at.module(), owner) instanceof Meaning.Class other
        ? code.classCode(other).lineage()
        : List.of();
  }

  private Optional<Column> column(Expr.Call call, ClassCode owner) {
    if (!(code.meaning(owner.module(), call.callee()) instanceof Meaning.Class each)) {
      return Optional.empty();
    }
    ClassCode type = code.classCode(each);
    Optional<Expr> path = call.named("accessor").or(() -> call.at(0, "name"));
    List<String> accessor =
        path.orElse(null) instanceof Expr.Text text && readsAccessor(type)
            ? steps(text.value())
            : List.of();
    return Optional.of(new Column(type, accessor, owner, call));
  }

  private static List<String> steps(String accessor) {
    return accessor.startsWith("_") ? List.of(accessor) : List.of(accessor.split("__|\\."));
  }

  /** Whether a method beside the constructor looks at {@code self.accessor}. */
  private static boolean readsAccessor(ClassCode type) {
    return methods(type)
        .filter(name -> !name.equals("__init__"))
        .flatMap(name -> followed(type, name))
        .flatMap(Stmt.Function::statements)
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(each -> each.dotted().filter("self.accessor"::equals).isPresent());
  }

  private static Stream<String> methods(ClassCode type) {
    return type.lineage().stream()
        .flatMap(ClassCode::body)
        .filter(Stmt.Function.class::isInstance)
        .map(each -> ((Stmt.Function) each).name())
        .distinct();
  }

  /** The nearest method of a name, and those behind it for as long as each calls the next. */
  private static Stream<Stmt.Function> followed(ClassCode type, String name) {
    List<Stmt.Function> all = new ArrayList<>();
    for (ClassCode each : type.lineage()) {
      Optional<Stmt.Function> method = each.definition().method(name);
      if (method.isPresent()) {
        all.add(method.get());
        if (!callsNext(method.get())) {
          break;
        }
      }
    }
    return all.stream();
  }

  private static boolean callsNext(Stmt.Function method) {
    return method
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && call.name().equals(method.name())
                    && call.receiver().filter(ListedColumns::isSuper).isPresent());
  }

  private static boolean isSuper(Expr value) {
    return value instanceof Expr.Call call && call.name().equals("super");
  }
}
