package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Something of a request or application that is read while a file is imported, when there is none.
 *
 * @param name what is read, as the file calls it
 * @see <a href="https://flask.palletsprojects.com/en/stable/appcontext/">Flask: the application
 *     context</a>
 */
public record ContextRead(ProjectFile file, Place place, String name) {

  private static final Set<String> PROXIES =
      Set.of(
          "flask.current_app",
          "flask.g",
          "flask.session",
          "flask.request",
          "flask.globals.current_app",
          "flask.globals.g",
          "flask.globals.session",
          "flask.globals.request");

  /** What a proxy can be asked for without an application. */
  private static final Set<String> HARMLESS = Set.of("_get_current_object", "__class__");

  /** Those of a project's main code. */
  public static List<ContextRead> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<ContextRead> found = new ArrayList<>();
    LateImports late = LateImports.of(project);
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("flask") && !isOfMigrations(module.file()) && !late.contain(module)) {
        module
            .statements()
            .forEach(
                statement ->
                    atImport(statement)
                        .flatMap(each -> each.expressions().stream())
                        .forEach(each -> collect(each, module, code, found)));
      }
    }
    return found;
  }

  /** Alembic runs its environment inside a context. */
  private static boolean isOfMigrations(ProjectFile file) {
    return file.name().equals("env.py") || file.path().isBelow(Set.of("migrations", "alembic"));
  }

  private static Stream<Stmt> atImport(Stmt statement) {
    boolean hasContext =
        statement instanceof Stmt.With with
            && with.resources().stream()
                .anyMatch(
                    each ->
                        each.value() instanceof Expr.Call call && call.name().endsWith("context"));
    if (statement.isForProgram() || hasContext || statement instanceof Stmt.Try) {
      return Stream.empty();
    }
    if (statement instanceof Stmt.Function) {
      // Its decorators and default values are evaluated when it is defined.
      return Stream.of(statement);
    }
    return Stream.concat(
        Stream.of(statement), statement.inner().stream().flatMap(ContextRead::atImport));
  }

  private static void collect(
      Expr expression, ModuleCode module, ProjectCode code, List<ContextRead> found) {
    if (expression instanceof Expr.Lambda) {
      return;
    }
    if (expression instanceof Expr.Attribute member
        && !HARMLESS.contains(member.name())
        && PROXIES.contains(code.meaning(module, member.value()).external())) {
      found.add(
          new ContextRead(module.file(), member.place(), member.dotted().orElse(member.name())));
      return;
    }
    expression.children().forEach(each -> collect(each, module, code, found));
  }
}
