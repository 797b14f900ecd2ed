package org.pyreview.project.packages;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** What a file does with the names that it imports. */
final class ImportUse {

  private static final Set<String> MODULES_OF_ERRORS =
      Set.of("exceptions", "exception", "errors", "error", "exc");

  private final Set<String> annotations = new HashSet<>();
  private final Set<String> values = new HashSet<>();

  ImportUse(ModuleCode module) {
    module.statements().stream().flatMap(Stmt::everything).forEach(this::add);
  }

  private void add(Stmt statement) {
    List<Expr> hints = annotations(statement);
    names(hints).forEach(annotations::add);
    names(statement.expressions().stream().filter(each -> !hints.contains(each)).toList())
        .forEach(values::add);
  }

  private static List<Expr> annotations(Stmt statement) {
    if (statement instanceof Stmt.Function function) {
      return Stream.concat(
              function.parameters().stream().flatMap(each -> each.annotation().stream()),
              function.returns().stream())
          .toList();
    }
    return statement instanceof Stmt.Assign assign
        ? assign.annotation().stream().toList()
        : List.of();
  }

  private static Stream<String> names(List<Expr> expressions) {
    return expressions.stream()
        .flatMap(Expr::all)
        .filter(Expr.Name.class::isInstance)
        .map(each -> ((Expr.Name) each).id());
  }

  /** Whether only annotations need it, which a type checker reads and no program. */
  boolean isForAnnotations(Stmt.Import statement) {
    return annotations.contains(statement.bound()) && !values.contains(statement.bound());
  }

  /** Whether it takes an error, which a client hands on from what it is built upon. */
  static boolean isOfError(Stmt.Import statement) {
    String last = QualifiedName.of(statement.dotted()).lastName();
    String module = QualifiedName.of(statement.module()).lastName();
    return last.matches("[A-Z]\\w*(?:Error|Exception|Warning)")
        || MODULES_OF_ERRORS.contains(last)
        || MODULES_OF_ERRORS.contains(module);
  }
}
