package org.pyreview.frameworks.django;

import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Whether a project's own code, a middleware most likely, writes the host into requests: what a
 * client says is lost then, and doesn't get into links.
 *
 * @param isThere whether it does
 */
public record ReplacedHost(boolean isThere) {

  private static final String HOST = "HTTP_HOST";
  private static final String HEADERS = "META";

  /** Looks at a project's main code, once. */
  public static ReplacedHost of(Project project) {
    return project.knowledge(
        ReplacedHost.class,
        each ->
            new ReplacedHost(
                ProjectCode.of(each).mainModules().stream()
                    .filter(module -> module.mentions(HOST))
                    .flatMap(module -> module.statements().stream())
                    .flatMap(Stmt::everything)
                    .anyMatch(ReplacedHost::writesHost)));
  }

  /** {@code request.META["HTTP_HOST"] = host}. */
  private static boolean writesHost(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        && assign.targets().stream()
            .anyMatch(
                target ->
                    target instanceof Expr.Item item
                        && item.value().lastName().equals(HEADERS)
                        && item.index() instanceof Expr.Text key
                        && key.value().equals(HOST));
  }
}
