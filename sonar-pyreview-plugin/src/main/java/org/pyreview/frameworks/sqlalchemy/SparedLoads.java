package org.pyreview.frameworks.sqlalchemy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Load;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Loads that a query option would hardly make cheaper: of a handful of rows, or never made. */
public final class SparedLoads {

  private static final int HANDFUL = 10;
  private static final Set<String> CONDITIONS = Set.of("filter", "where");

  private final ProjectCode code;
  private final MappedModels models;
  private final GrowingTables tables;

  public SparedLoads(Project project) {
    code = ProjectCode.of(project);
    models = MappedModels.of(project);
    tables = GrowingTables.of(project);
  }

  /** Whether a query is cut to a handful of rows, or stands in a function that nothing calls. */
  public boolean contains(Load load) {
    return isCut(load.origin()) || isUncalled(load);
  }

  /**
   * Whether the rows are those of one parent that is at hand, and few: most are, unless each of
   * them is something that happened. Those share what they refer to.
   */
  public boolean isOfOneParent(Load load, String relationship) {
    boolean isShared = refersBy(load.model(), relationship);
    return (isShared || !TableSize.isHappening(load.model()))
        && conditions(load.origin()).anyMatch(each -> isParent(each, load.model()));
  }

  private static Stream<String> conditions(Expr origin) {
    return origin
        .all()
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .flatMap(
            call ->
                call.name().equals("filter_by")
                    ? call.arguments().stream().map(Expr.Argument::keyword)
                    : CONDITIONS.contains(call.name())
                        ? call.positional().stream().flatMap(SparedLoads::equalColumn)
                        : Stream.empty());
  }

  private static Stream<String> equalColumn(Expr condition) {
    return condition instanceof Expr.Operation operation
            && operation.operator().equals("==")
            && operation.operands().get(0) instanceof Expr.Attribute column
        ? Stream.of(column.name())
        : Stream.empty();
  }

  private boolean isParent(String condition, String model) {
    return (condition.endsWith("_id") && tables.hasColumn(model, condition))
        || refersBy(model, condition);
  }

  /** Whether a relationship is what a column of the row refers to. */
  private boolean refersBy(String model, String relationship) {
    return models
        .relationship(model, relationship)
        .filter(
            each ->
                tables.hasColumn(model, relationship + "_id")
                    || tables.refersTo(model, each.target()))
        .isPresent();
  }

  private static boolean isCut(Expr origin) {
    return origin
        .all()
        .anyMatch(
            each ->
                (each instanceof Expr.Call call
                        && call.name().equals("limit")
                        && isFew(call.positional().stream().findFirst()))
                    || (each instanceof Expr.Slice slice && isFew(slice.upper())));
  }

  private static boolean isFew(Optional<Expr> number) {
    return number
        .filter(
            each ->
                each instanceof Expr.Constant constant
                    && constant.text().matches("\\d{1,2}")
                    && Integer.parseInt(constant.text()) <= HANDFUL)
        .isPresent();
  }

  /** A private function that no text of the project names again. */
  private boolean isUncalled(Load load) {
    return load.module()
        .topLevel()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .filter(each -> each.name().startsWith("_") && each.decorators().isEmpty())
        .filter(each -> holds(each, load))
        .anyMatch(each -> !isNamed(each, load.module()));
  }

  private static boolean holds(Stmt.Function function, Load load) {
    return function.everyExpression().anyMatch(e -> e.place().equals(load.origin().place()));
  }

  private boolean isNamed(Stmt.Function function, ModuleCode module) {
    boolean isElsewhere =
        code.modules().stream().anyMatch(each -> each != module && each.mentions(function.name()));
    return isElsewhere
        || module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .anyMatch(
                each ->
                    (each instanceof Expr.Name name && name.id().equals(function.name()))
                        || (each instanceof Expr.Attribute attribute
                            && attribute.name().equals(function.name())));
  }
}
