package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * An exception class of the project that main code raises and nothing catches.
 *
 * @param name of the class
 * @param file where it is raised first
 * @param place what raises it there
 */
public record OwnError(String name, ProjectFile file, Place place) {

  /** The framework itself knows what to answer. */
  private static final Pattern ANSWERED =
      Pattern.compile(".*(?:HTTPException|RequestValidationError|APIException|HttpError)");

  private static final Pattern BUILTIN = Pattern.compile("[A-Z]\\w*(?:Exception|Error)|Exception");

  /** No request gets there. */
  private static final Set<String> COMMANDS =
      Set.of("cli", "commands", "scripts", "bin", "management", "alembic", "tasks", "worker");

  /** Those of a project in the order of its files, one for each class. */
  public static List<OwnError> uncaught(Project project) {
    ProjectCode code = ProjectCode.of(project);
    Set<String> caught = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      module.statements().stream()
          .flatMap(Stmt::everything)
          .filter(Stmt.Try.class::isInstance)
          .flatMap(each -> ((Stmt.Try) each).handlers().stream())
          .flatMap(handler -> handler.type().stream())
          .flatMap(Expr::all)
          .flatMap(each -> each.dotted().stream())
          .map(name -> QualifiedName.of(name).lastName())
          .forEach(caught::add);
    }
    List<OwnError> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      boolean answersRequests =
          !DevelopmentPath.of(module.file().path()).isDevelopment()
              && !module.file().path().isBelow(COMMANDS)
              && !COMMANDS.contains(module.file().name().replace(".py", ""));
      if (answersRequests) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope.statements().forEach(each -> collect(each, scope, code, caught, seen, found));
        }
      }
    }
    return found;
  }

  private static void collect(
      Stmt statement,
      CodeScope scope,
      ProjectCode code,
      Set<String> caught,
      Set<String> seen,
      List<OwnError> found) {
    if (statement instanceof Stmt.Leave leave
        && leave.keyword().equals("raise")
        && !leave.expressions().isEmpty()) {
      Expr raised = leave.expressions().get(0);
      Expr type = raised instanceof Expr.Call call ? call.callee() : raised;
      if (scope.meaning(type) instanceof Meaning.Class own) {
        ClassCode error = code.classCode(own);
        boolean isCaught = error.lineage().stream().anyMatch(each -> caught.contains(each.name()));
        if (isError(error) && !isCaught && seen.add(error.toString())) {
          found.add(new OwnError(error.name(), scope.module().file(), raised.place()));
        }
      }
    }
  }

  private static boolean isError(ClassCode type) {
    boolean isAnswered =
        type.externalBases().stream().anyMatch(each -> ANSWERED.matcher(each).matches());
    return !isAnswered
        && type.lineage().stream()
            .flatMap(each -> each.definition().bases().stream())
            .flatMap(base -> base.dotted().stream())
            .anyMatch(base -> BUILTIN.matcher(base).matches());
  }
}
