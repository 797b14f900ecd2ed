package org.pyreview.frameworks.django;

import java.util.Optional;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * The method of a class-based view that gives its template the variables.
 *
 * @param template the name that the view gives
 */
public record ContextMethod(String template) {

  private static final String NAME = "get_context_data";

  /** The method that a function is; empty if it is none, or the view doesn't name its template. */
  public static Optional<ContextMethod> of(CodeScope scope, Stmt.Function function) {
    return function.name().equals(NAME)
        ? scope
            .outer()
            .flatMap(CodeScope::classCode)
            .flatMap(view -> view.attribute("template_name"))
            .map(ClassCode.Member::value)
            .filter(Expr.Text.class::isInstance)
            .map(template -> new ContextMethod(((Expr.Text) template).value()))
        : Optional.empty();
  }
}
