package org.pyreview.frameworks.django;

import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Whether a project's own code refuses requests for hosts that it doesn't know, as those do whose
 * hosts stand in the database: then it has to allow all hosts in its settings.
 *
 * @param isThere whether it does
 */
public record OwnHostCheck(boolean isThere) {

  private static final String ERROR = "DisallowedHost";

  /** Looks at a project's main code, once. */
  public static OwnHostCheck of(Project project) {
    return project.knowledge(
        OwnHostCheck.class,
        each ->
            new OwnHostCheck(
                ProjectCode.of(each).mainModules().stream()
                    .filter(module -> module.mentions(ERROR))
                    .flatMap(module -> module.statements().stream())
                    .flatMap(Stmt::everyExpression)
                    .anyMatch(
                        found -> found instanceof Expr.Call call && call.name().equals(ERROR))));
  }
}
