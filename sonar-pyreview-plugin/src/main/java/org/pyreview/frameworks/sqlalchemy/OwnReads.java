package org.pyreview.frameworks.sqlalchemy;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * What a method reads of its own object whenever it is called; what a condition decides is left
 * out, and so is a method that deletes, since that costs a statement for every row anyhow.
 *
 * @param attributes the names, in the order of the text
 */
record OwnReads(Set<String> attributes) {

  /** Those of a method; none for a function without {@code self}. */
  static OwnReads of(Stmt.Function method) {
    Set<String> found = new LinkedHashSet<>();
    Optional<String> self =
        method.parameters().stream().findFirst().map(Expr.Parameter::name).filter("self"::equals);
    if (self.isPresent() && !deletes(method)) {
      for (Stmt each : method.body()) {
        if (each instanceof Stmt.If || each instanceof Stmt.Try || each instanceof Stmt.Match) {
          each.expressions().stream().limit(1).forEach(test -> collect(test, found));
          // It may have returned by now.
          break;
        }
        boolean sets = each instanceof Stmt.Assign assign && assign.operator().equals("=");
        (sets ? ((Stmt.Assign) each).value().stream() : each.expressions().stream())
            .forEach(expression -> collect(expression, found));
      }
    }
    return new OwnReads(found);
  }

  private static boolean deletes(Stmt.Function method) {
    return method
        .everyExpression()
        .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("delete"));
  }

  private static void collect(Expr expression, Set<String> found) {
    if (expression instanceof Expr.Lambda) {
      return;
    }
    if (expression instanceof Expr.Conditional conditional) {
      collect(conditional.test(), found);
      return;
    }
    if (expression instanceof Expr.Operation operation
        && Set.of("and", "or").contains(operation.operator())) {
      collect(operation.operands().get(0), found);
      return;
    }
    if (expression instanceof Expr.Comprehension comprehension) {
      collect(comprehension.clauses().get(0).iterable(), found);
      return;
    }
    if (expression instanceof Expr.Attribute attribute
        && attribute.value() instanceof Expr.Name name
        && name.id().equals("self")) {
      found.add(attribute.name());
    }
    expression.children().forEach(child -> collect(child, found));
  }
}
