package org.pyreview.frameworks.sqlalchemy;

import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.PythonModule;
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
        || Stream.of(comparison.leftOperand(), comparison.rightOperand())
            .anyMatch(side -> isColumn(side) || isProxy(side, module) || isArray(side, module));
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
                        each.contains(".")
                            && PROXY_PACKAGES.contains(each.substring(0, each.indexOf('.')))));
  }
}
