package org.pyreview.frameworks.django;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The columns that a view lists, where the project has classes for them: {@code columns =
 * [Column("customer", accessor="customer.name")]}.
 */
public final class ListedColumns {

  private static final String COLUMNS = "columns";
  private static final Set<String> ROW =
      Set.of("instance", "obj", "object", "row", "record", "item");

  private ListedColumns() {}

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
      return type.lineage().stream()
          .flatMap(ClassCode::body)
          .filter(Stmt.Function.class::isInstance)
          .map(each -> ((Stmt.Function) each).name())
          .distinct()
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
    return view.lineage().stream()
        .filter(
            each ->
                each.definition().attribute(COLUMNS).isPresent()
                    || each.definition().method(COLUMNS).isPresent())
        .findFirst()
        .map(owner -> listedIn(owner, code))
        .orElse(List.of());
  }

  private static List<Column> listedIn(ClassCode owner, ProjectCode code) {
    Stream<Expr> written =
        owner
            .definition()
            .attribute(COLUMNS)
            .map(Expr::all)
            .orElseGet(
                () ->
                    owner.definition().method(COLUMNS).stream()
                        .flatMap(Stmt.Function::statements)
                        .flatMap(each -> each.expressions().stream())
                        .flatMap(Expr::all));
    return written
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> call.name().endsWith("Column"))
        .flatMap(call -> column(call, owner, code).stream())
        .toList();
  }

  private static Optional<Column> column(Expr.Call call, ClassCode owner, ProjectCode code) {
    if (!(code.meaning(owner.module(), call.callee()) instanceof Meaning.Class each)) {
      return Optional.empty();
    }
    ClassCode type = code.classCode(each);
    Optional<Expr> path = call.named("accessor").or(() -> call.at(0, "name"));
    List<String> accessor =
        path.orElse(null) instanceof Expr.Text text && readsAccessor(type)
            ? List.of(text.value().split("__|\\."))
            : List.of();
    return Optional.of(new Column(type, accessor, owner, call));
  }

  /** Whether a method beside the constructor looks at {@code self.accessor}. */
  private static boolean readsAccessor(ClassCode type) {
    return type.lineage().stream()
        .flatMap(ClassCode::body)
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .filter(method -> !method.name().equals("__init__"))
        .flatMap(Stmt.Function::statements)
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(each -> each.dotted().filter("self.accessor"::equals).isPresent());
  }
}
