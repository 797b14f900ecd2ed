package org.pyreview.frameworks.sqlalchemy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.model.ModelField;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.TypeHint;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A column of a declarative model: SQLAlchemy 1.x ({@code Column(Float)}), 2.x ({@code
 * Mapped[float]}, {@code mapped_column(Float)}), Flask-SQLAlchemy ({@code db.Column(db.Float)}) and
 * SQLModel ({@code price: float} in a class with {@code table=True}).
 *
 * @param name the attribute
 * @param type the expression that chooses the type
 * @param isBinaryFloat whether that type is a float
 * @param exactDecimal the exact type in the same style
 */
public record MappedColumn(String name, Tree type, boolean isBinaryFloat, String exactDecimal)
    implements ModelField {

  private static final Set<String> COLUMN_NAMES = Set.of("Column", "mapped_column");
  private static final Set<String> COLUMNS =
      Set.of(
          "sqlalchemy.Column",
          "sqlalchemy.schema.Column",
          "sqlalchemy.sql.schema.Column",
          "sqlalchemy.orm.mapped_column",
          "sqlalchemy.orm._orm_constructors.mapped_column",
          "sqlmodel.Column");
  private static final Set<String> FLOAT_NAMES =
      Set.of("Float", "FLOAT", "REAL", "Double", "DOUBLE", "DOUBLE_PRECISION");
  private static final List<String> TYPE_MODULES =
      List.of(
          "sqlalchemy",
          "sqlalchemy.types",
          "sqlalchemy.sql.sqltypes",
          "sqlmodel",
          "sqlalchemy.dialects.postgresql",
          "sqlalchemy.dialects.mysql");
  private static final Set<String> MAPPED =
      Set.of("sqlalchemy.orm.Mapped", "sqlalchemy.orm.base.Mapped");
  private static final Set<String> SQL_MODELS =
      Set.of("sqlmodel.SQLModel", "sqlmodel.main.SQLModel");
  private static final Set<String> EXTENSIONS =
      Set.of("flask_sqlalchemy.SQLAlchemy", "flask_sqlalchemy.extension.SQLAlchemy");

  /** The column a class attribute declares; only float columns are told apart so far. */
  public static Optional<ModelField> of(ClassAttribute attribute, PythonModule module) {
    return explicitType(attribute, module)
        .or(() -> annotatedType(attribute, module))
        .or(() -> sqlModelType(attribute, module))
        .map(ModelField.class::cast);
  }

  private static Optional<MappedColumn> explicitType(
      ClassAttribute attribute, PythonModule module) {
    return columnCall(attribute, module)
        .flatMap(call -> typeArgument(call))
        .map(
            type ->
                new MappedColumn(
                    attribute.name().name(), type, isFloat(type, module), "Numeric column"));
  }

  /** {@code price: Mapped[float]}, alone or with a {@code mapped_column()} that names no type. */
  private static Optional<MappedColumn> annotatedType(
      ClassAttribute attribute, PythonModule module) {
    return attribute
        .annotation()
        .flatMap(annotation -> TypeHint.of(annotation).parameterOf(MAPPED, module))
        .map(
            hint ->
                new MappedColumn(
                    attribute.name().name(),
                    hint.expression(),
                    hint.isOrOptional("float"),
                    "Numeric column with Mapped[Decimal]"));
  }

  private static Optional<MappedColumn> sqlModelType(
      ClassAttribute attribute, PythonModule module) {
    if (attribute.annotation().isEmpty()
        || !isTable(attribute.owner())
        || !module.inheritsFrom(attribute.owner(), SQL_MODELS)
        || attribute.value().filter(MappedColumn::choosesColumnType).isPresent()) {
      return Optional.empty();
    }
    TypeHint hint = TypeHint.of(attribute.annotation().get());
    return Optional.of(
        new MappedColumn(
            attribute.name().name(),
            hint.expression(),
            hint.isOrOptional("float"),
            "Decimal field with max_digits and decimal_places"));
  }

  private static boolean isTable(ClassDef owner) {
    return owner.args() != null
        && new Arguments(owner.args().arguments())
            .named("table")
            .flatMap(Literal::bool)
            .orElse(false);
  }

  private static boolean choosesColumnType(Expression value) {
    return value instanceof CallExpression call
        && Stream.of("sa_column", "sa_type")
            .anyMatch(option -> Arguments.of(call).named(option).isPresent());
  }

  private static Optional<CallExpression> columnCall(
      ClassAttribute attribute, PythonModule module) {
    return attribute
        .value()
        .filter(CallExpression.class::isInstance)
        .map(CallExpression.class::cast)
        .filter(call -> isMadeBy(call, Optional.of(attribute.owner()), module));
  }

  /** Whether a call makes a column, in a model or in a table without one. */
  public static boolean isMadeBy(CallExpression call, PythonModule module) {
    Optional<ClassDef> owner =
        Ancestors.nearest(call, Tree.Kind.CLASSDEF, Tree.Kind.FUNCDEF)
            .filter(ClassDef.class::isInstance)
            .map(ClassDef.class::cast);
    return isMadeBy(call, owner, module);
  }

  private static boolean isMadeBy(
      CallExpression call, Optional<ClassDef> owner, PythonModule module) {
    return module.isNamed(call.callee(), COLUMNS)
        || isExtensionMember(call.callee(), owner, module);
  }

  /** {@code db.Column} where {@code db} is the extension, or the class extends {@code db.Model}. */
  private static boolean isExtensionMember(
      Expression callee, Optional<ClassDef> owner, PythonModule module) {
    return callee instanceof QualifiedExpression member
        && COLUMN_NAMES.contains(member.name().name())
        && member.qualifier() instanceof Name extension
        && (module.isAssignedFrom(extension, EXTENSIONS)
            || owner.filter(each -> extendsModelOf(extension, each)).isPresent());
  }

  private static boolean extendsModelOf(Name extension, ClassDef owner) {
    return owner.args() != null
        && owner.args().arguments().stream()
            .filter(RegularArgument.class::isInstance)
            .map(argument -> ((RegularArgument) argument).expression())
            .anyMatch(
                base ->
                    base instanceof QualifiedExpression model
                        && model.name().name().equals("Model")
                        && model.qualifier() instanceof Name qualifier
                        && qualifier.name().equals(extension.name()));
  }

  /** The type: first positional argument, or second where the first is the column's name. */
  private static Optional<Expression> typeArgument(CallExpression call) {
    List<Expression> positional =
        call.arguments().stream()
            .filter(MappedColumn::isPositional)
            .map(argument -> ((RegularArgument) argument).expression())
            .filter(argument -> Literal.string(argument).isEmpty())
            .toList();
    return Arguments.of(call)
        .named("type_")
        .or(() -> positional.stream().findFirst())
        .filter(type -> !isConstraint(type));
  }

  private static boolean isPositional(Argument argument) {
    return argument instanceof RegularArgument regular && regular.keywordArgument() == null;
  }

  /** {@code mapped_column(ForeignKey(…))} names no type: the annotation or the target does. */
  private static boolean isConstraint(Expression argument) {
    return argument instanceof CallExpression call
        && call.callee().lastToken().value().matches("ForeignKey|Identity|Sequence|Computed");
  }

  private static boolean isFloat(Expression type, PythonModule module) {
    Expression named = type instanceof CallExpression call ? call.callee() : type;
    if (!FLOAT_NAMES.contains(named.lastToken().value())) {
      return false;
    }
    String name = named.lastToken().value();
    return named instanceof QualifiedExpression
        || TYPE_MODULES.stream()
            .anyMatch(origin -> module.isNamed(named, Set.of(origin + "." + name)));
  }
}
