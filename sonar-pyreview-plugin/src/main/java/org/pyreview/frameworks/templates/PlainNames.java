package org.pyreview.frameworks.templates;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * Names of attributes that hold yes or no, numbers or dates wherever a class of the project
 * declares them: columns, fields of forms, annotated attributes, and the results of counts and sums
 * that queries name. Where some are columns, only those count: templates print rows, not the forms
 * and filters for them.
 */
public final class PlainNames {

  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:Null)?(?:Boolean|Integer|SmallInteger|BigInteger|PositiveInteger|Float|Decimal|Numeric|Date|DateTime|Time|Duration|UUID|Auto|BigAuto)(?:Field)?"
              + "|bool|int|float|datetime|date|time|timedelta|UUID");
  private static final Set<String> WRAPPERS =
      Set.of("Column", "mapped_column", "Mapped", "Optional", "Annotated", "None");

  private static final Set<String> QUERYING = Set.of("annotate", "aggregate", "aaggregate");
  private static final Set<String> NUMBERING =
      Set.of("Sum", "Count", "Avg", "StdDev", "Variance", "Length", "Rank", "RowNumber");

  private final Set<String> plain = new HashSet<>();
  private final Set<String> other = new HashSet<>();
  private final Set<String> plainColumns = new HashSet<>();
  private final Set<String> otherColumns = new HashSet<>();

  private PlainNames(Project project) {
    ProjectCode.of(project).mainModules().stream()
        .flatMap(ModuleCode::classes)
        .flatMap(each -> each.body().stream())
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .forEach(each -> each.name().ifPresent(name -> collect(name, each)));
    ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions(QUERYING.toArray(String[]::new)))
        .flatMap(module -> module.statements().stream())
        .flatMap(Stmt::everything)
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> QUERYING.contains(call.name()))
        .flatMap(call -> call.arguments().stream())
        .filter(each -> !each.keyword().isEmpty())
        .forEach(each -> (isNumber(each.value()) ? plain : other).add(each.keyword()));
  }

  private static boolean isNumber(Expr computed) {
    return computed instanceof Expr.Call call && NUMBERING.contains(call.name());
  }

  /** Those of a project; collected once. */
  public static PlainNames of(Project project) {
    return project.knowledge(PlainNames.class, PlainNames::new);
  }

  private void collect(String name, Stmt.Assign declared) {
    Optional<String> type =
        declared
            .annotation()
            .flatMap(PlainNames::type)
            .or(() -> declared.value().flatMap(PlainNames::type));
    boolean isPlain = type.filter(PLAIN.asMatchPredicate()).isPresent();
    if (ColumnDeclarations.contain(declared)) {
      (isPlain ? plainColumns : otherColumns).add(name);
    } else {
      (isPlain ? plain : other).add(name);
    }
  }

  /** The last name of the innermost type: {@code Boolean} of {@code Column(db.Boolean())}. */
  private static Optional<String> type(Expr declared) {
    if (declared instanceof Expr.Call call) {
      return WRAPPERS.contains(call.name())
          ? call.positional().stream()
              .filter(each -> !(each instanceof Expr.Text))
              .findFirst()
              .flatMap(PlainNames::type)
          : Optional.of(call.name());
    }
    if (declared instanceof Expr.Item item && WRAPPERS.contains(item.value().lastName())) {
      return type(
          item.index() instanceof Expr.Collection several && !several.elements().isEmpty()
              ? several.elements().get(0)
              : item.index());
    }
    return declared.dotted().map(name -> QualifiedName.of(name).lastName());
  }

  /** Whether whoever declares the name declares such a value. */
  public boolean contains(String name) {
    return !otherColumns.contains(name)
        && (plainColumns.contains(name) || (plain.contains(name) && !other.contains(name)));
  }
}
