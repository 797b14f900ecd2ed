package org.pyreview.frameworks.flask;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A store of Flask-Session that keeps expired sessions.
 *
 * @param place what sets its type
 * @see <a href="https://flask-session.readthedocs.io/en/latest/config.html">Flask-Session:
 *     configuration</a>
 */
public record ServerSideSessions(ProjectFile file, Place place, String type) {

  private static final String SETTING = "SESSION_TYPE";
  private static final Set<String> KEEPING =
      Set.of("sqlalchemy", "mongodb", "filesystem", "peewee");
  private static final String[] PURGES = {
    "SESSION_CLEANUP_N_REQUESTS", "session_cleanup", "expireAfterSeconds"
  };
  private static final Pattern PURGED =
      Pattern.compile("session_cleanup|SESSION_CLEANUP_N_REQUESTS");

  /** That of a project; empty if nothing has to be deleted, or something does it. */
  public static Optional<ServerSideSessions> neverPurged(Project project) {
    Mentions mentions = Mentions.of(project);
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions(SETTING))
        .flatMap(ServerSideSessions::in)
        .findFirst()
        .filter(
            found ->
                mentions.areInCode("flask_session")
                    && !mentions.areInCode(PURGES)
                    && !mentions.areInOperation(PURGED)
                    && !mentions.areInDocuments(PURGED));
  }

  private static Stream<ServerSideSessions> in(ModuleCode module) {
    Stream<ServerSideSessions> assigned =
        module.statements().stream()
            .flatMap(Stmt::everything)
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(assign -> assign.setting(SETTING).isPresent())
            .flatMap(assign -> of(module, assign.value()).stream());
    Stream<ServerSideSessions> passed =
        module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .filter(Expr.Call.class::isInstance)
            .flatMap(call -> of(module, ((Expr.Call) call).named(SETTING)).stream());
    return Stream.concat(assigned, passed);
  }

  private static Optional<ServerSideSessions> of(ModuleCode module, Optional<Expr> value) {
    return value
        .filter(each -> each instanceof Expr.Text text && KEEPING.contains(text.value()))
        .map(
            each ->
                new ServerSideSessions(module.file(), each.place(), ((Expr.Text) each).value()));
  }
}
