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

/**
 * Names of attributes that hold yes or no, numbers or dates wherever a class of the project
 * declares them: columns, fields of forms, annotated attributes.
 */
public final class PlainNames {

  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:Null)?(?:Boolean|Integer|SmallInteger|BigInteger|PositiveInteger|Float|Decimal|Numeric|Date|DateTime|Time|Duration|UUID|Auto|BigAuto)(?:Field)?"
              + "|bool|int|float|datetime|date|time|timedelta|UUID");
  private static final Set<String> WRAPPERS =
      Set.of("Column", "mapped_column", "Mapped", "Optional", "Annotated", "None");

  private final Set<String> plain = new HashSet<>();
  private final Set<String> other = new HashSet<>();

  private PlainNames(Project project) {
    ProjectCode.of(project).mainModules().stream()
        .flatMap(ModuleCode::classes)
        .flatMap(each -> each.body().stream())
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .forEach(each -> each.name().ifPresent(name -> collect(name, each)));
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
    (type.filter(PLAIN.asMatchPredicate()).isPresent() ? plain : other).add(name);
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
    if (declared instanceof Expr.Item item
        && item.value().dotted().map(PlainNames::last).filter(WRAPPERS::contains).isPresent()) {
      return type(
          item.index() instanceof Expr.Collection several && !several.elements().isEmpty()
              ? several.elements().get(0)
              : item.index());
    }
    return declared.dotted().map(PlainNames::last);
  }

  private static String last(String dotted) {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }

  /** Whether every class that declares the name declares such a value. */
  public boolean contains(String name) {
    return plain.contains(name) && !other.contains(name);
  }
}
