package org.pyreview.frameworks.fastapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Starlette's sessions, kept in a signed cookie.
 *
 * @param at where the middleware is named
 * @see <a href="https://www.starlette.io/middleware/#sessionmiddleware">SessionMiddleware</a>
 */
public record SessionMiddleware(ModuleCode module, Expr.Call call, Place at) {

  private static final Set<String> NAMES =
      Set.of(
          "starlette.middleware.sessions.SessionMiddleware",
          "fastapi.middleware.sessions.SessionMiddleware");

  private static final Set<String> WRITING = Set.of("update", "setdefault", "__setitem__");

  /** Those of a project outside of tests and examples whose options are written out. */
  public static List<SessionMiddleware> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<SessionMiddleware> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      boolean isOwn = !DevelopmentPath.of(module.file().path()).isDevelopment();
      if (isOwn && module.mentions("SessionMiddleware")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .calls()
              .filter(Expr.Call::isWrittenOut)
              .forEach(
                  call ->
                      name(call, scope)
                          .ifPresent(
                              at -> found.add(new SessionMiddleware(module, call, at.place()))));
        }
      }
    }
    return found;
  }

  /** Whether code of the project keeps something in a session itself. */
  public static boolean isWrittenTo(Project project) {
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions("session"))
        .flatMap(module -> module.statements().stream())
        .flatMap(Stmt::everything)
        .anyMatch(SessionMiddleware::writes);
  }

  private static boolean writes(Stmt statement) {
    boolean isAssigned =
        statement instanceof Stmt.Assign assign
            && assign.targets().stream()
                .anyMatch(each -> each instanceof Expr.Item item && isSession(item.value()));
    return isAssigned
        || statement.expressions().stream()
            .flatMap(Expr::all)
            .anyMatch(
                each ->
                    each instanceof Expr.Call call
                        && WRITING.contains(call.name())
                        && call.receiver().filter(SessionMiddleware::isSession).isPresent());
  }

  private static boolean isSession(Expr expression) {
    return expression.dotted().filter(each -> each.matches("(?:.*\\.)?session")).isPresent();
  }

  private static Optional<Expr> name(Expr.Call call, CodeScope scope) {
    Optional<Expr> first = call.positional().stream().findFirst();
    if (NAMES.contains(scope.meaning(call.callee()).external())) {
      return Optional.of(call.callee());
    }
    return first.filter(each -> NAMES.contains(scope.meaning(each).external()));
  }

  /** Whether the cookie goes out over plain http, too. */
  public boolean isSentInTheClear() {
    return call.named("https_only")
        .map(each -> each instanceof Expr.Constant off && off.text().equals("False"))
        .orElse(true);
  }

  /** Where {@code https_only} is switched off, or the middleware where it is left out. */
  public Place ofHttpsOnly() {
    return call.named("https_only").map(Expr::place).orElse(at);
  }

  /** How long a session lives, where the code says it. */
  public Optional<Expr> maxAge() {
    return call.named("max_age");
  }
}
