package org.pyreview.frameworks.sqlalchemy;

import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;

/** Comparisons that build an expression instead of comparing: of columns, arrays, data frames. */
public final class OverloadedComparison {

  private static final Set<String> BUILDERS =
      Set.of(
          "filter",
          "filter_by",
          "where",
          "having",
          "join",
          "outerjoin",
          "and_",
          "or_",
          "not_",
          "case",
          "when",
          "any",
          "has",
          "exists",
          "select",
          "order_by",
          "on",
          "CheckConstraint",
          "Index",
          "relationship");
  private static final Set<String> PASSED_ON =
      Set.of("&", "|", "~", "==", "!=", "and", "or", "not");
  private static final Set<String> ARRAYS = Set.of("pandas", "numpy", "polars", "pyspark");
  private static final Set<String> LIBRARIES =
      Set.of(
          "sqlalchemy",
          "sqlmodel",
          "flask_sqlalchemy",
          "peewee",
          "pony",
          "tortoise",
          "pandas",
          "numpy",
          "polars",
          "pyspark");
  private static final Set<String> PROXIES =
      Set.of(
          "werkzeug.local.LocalProxy",
          "flask.globals.LocalProxy",
          "django.utils.functional.SimpleLazyObject");
  private static final Set<String> PROXY_PACKAGES = Set.of("flask", "flask_login", "quart");

  private OverloadedComparison() {}

  /** Whether a comparison probably builds an expression. */
  public static boolean isLikely(BinaryExpression comparison, PythonModule module) {
    return isArgumentOfBuilder(comparison)
        || isValueOfLibrary(comparison, module)
        || Stream.of(comparison.leftOperand(), comparison.rightOperand())
            .anyMatch(side -> isColumn(side) || isProxy(side, module) || isArray(side, module));
  }

  /**
   * Whether the result is passed on or kept instead of tested, so that it may be a criterion or a
   * mask: as an argument or an element anywhere, else in a file that knows a library of such.
   */
  private static boolean isValueOfLibrary(BinaryExpression comparison, PythonModule module) {
    Tree node = comparison;
    while (node.parent() instanceof Expression outer
        && outer.is(Tree.Kind.PARENTHESIZED, Tree.Kind.AND, Tree.Kind.OR, Tree.Kind.NOT)) {
      if (!outer.is(Tree.Kind.PARENTHESIZED)) {
        return false;
      }
      node = outer;
    }
    Tree parent = node.parent();
    boolean isTested =
        parent.is(
            Tree.Kind.IF_STMT,
            Tree.Kind.WHILE_STMT,
            Tree.Kind.ASSERT_STMT,
            Tree.Kind.COMP_IF,
            Tree.Kind.CONDITIONAL_EXPR,
            Tree.Kind.GUARD);
    if (isTested) {
      return false;
    }
    boolean isArgumentOrElement =
        !parent.is(
            Tree.Kind.RETURN_STMT,
            Tree.Kind.ASSIGNMENT_STMT,
            Tree.Kind.ANNOTATED_ASSIGNMENT,
            Tree.Kind.EXPRESSION_STMT,
            Tree.Kind.LAMBDA);
    boolean isOfCall =
        Stream.of(comparison.leftOperand(), comparison.rightOperand())
            .anyMatch(side -> side.is(Tree.Kind.CALL_EXPR));
    return isArgumentOrElement || (!isOfCall && LIBRARIES.stream().anyMatch(module::importsFrom));
  }

  private static boolean isArgumentOfBuilder(Tree comparison) {
    Tree node = comparison;
    while (node.parent() != null && isPassedOn(node.parent())) {
      node = node.parent();
    }
    return node.parent() instanceof RegularArgument argument
        && argument.parent() != null
        && argument.parent().parent() instanceof CallExpression call
        && BUILDERS.contains(nameOf(call.callee()));
  }

  private static boolean isPassedOn(Tree parent) {
    return (parent instanceof BinaryExpression binary
            && PASSED_ON.contains(binary.operator().value()))
        || parent.is(
            Tree.Kind.PARENTHESIZED,
            Tree.Kind.TUPLE,
            Tree.Kind.LIST_LITERAL,
            Tree.Kind.EXPRESSION_LIST,
            Tree.Kind.BITWISE_COMPLEMENT,
            Tree.Kind.NOT);
  }

  private static String nameOf(Expression callee) {
    if (callee instanceof Name name) {
      return name.name();
    }
    return callee instanceof QualifiedExpression attribute ? attribute.name().name() : "";
  }

  /** {@code Model.deleted}, {@code table.c.deleted}. */
  private static boolean isColumn(Expression side) {
    if (!(side instanceof QualifiedExpression attribute)) {
      return false;
    }
    Expression owner = attribute.qualifier();
    return (owner instanceof Name name && Character.isUpperCase(name.name().charAt(0)))
        || (owner instanceof QualifiedExpression columns && columns.name().name().equals("c"))
        || isColumn(owner);
  }

  /** A mask such as {@code frame["paid"] == True}. */
  private static boolean isArray(Expression side, PythonModule module) {
    return side.is(Tree.Kind.SUBSCRIPTION, Tree.Kind.QUALIFIED_EXPR, Tree.Kind.SLICE_EXPR)
        && (ARRAYS.stream().anyMatch(module::importsFrom)
            || (side.is(Tree.Kind.SUBSCRIPTION) && module.importsFrom("sqlalchemy")));
  }

  /** What stands for an object of the running request compares like that object. */
  private static boolean isProxy(Expression side, PythonModule module) {
    return side instanceof Name name
        && (module.isAssignedFrom(name, PROXIES)
            || name.name().startsWith("current_")
            || module.spellings(side).stream()
                .anyMatch(
                    each ->
                        QualifiedName.of(each).hasOwner()
                            && PROXY_PACKAGES.contains(QualifiedName.of(each).firstName())));
  }
}
