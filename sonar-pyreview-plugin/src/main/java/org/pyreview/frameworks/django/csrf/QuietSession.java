package org.pyreview.frameworks.django.csrf;

import java.util.List;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * An authentication by session for Django REST framework that doesn't look at the CSRF token.
 *
 * @param method that should
 */
public record QuietSession(ClassCode type, Stmt.Function method) {

  private static final String CHECK = "enforce_csrf";

  /** Those of a project. */
  public static List<QuietSession> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    return code.mainModules().stream()
        .filter(module -> module.mentions(CHECK))
        .flatMap(module -> module.classes().map(definition -> code.classCode(module, definition)))
        .filter(type -> type.inheritsFromAnyEnding("SessionAuthentication"))
        .flatMap(
            type ->
                type.definition().method(CHECK).stream()
                    .filter(method -> method.body().stream().allMatch(QuietSession::doesNothing))
                    .map(method -> new QuietSession(type, method)))
        .toList();
  }

  private static boolean doesNothing(Stmt statement) {
    return (statement instanceof Stmt.Return end
            && end.value().filter(each -> !(each instanceof Expr.Constant)).isEmpty())
        || (statement instanceof Stmt.Evaluate text
            && (text.value() instanceof Expr.Text || text.value() instanceof Expr.Constant))
        || (statement instanceof Stmt.Plain plain && plain.keyword().equals("pass"));
  }
}
