package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The files of a project that other files of it import. */
final class ImportedModules {

  private ImportedModules() {}

  /** Those that are imported as soon as another file is. */
  static Set<ModuleCode> atOnce(ProjectCode code) {
    return of(code, module -> module.statements().stream());
  }

  /** Those that are imported anywhere, in functions and branches, too. */
  static Set<ModuleCode> anywhere(ProjectCode code) {
    return of(code, module -> module.statements().stream().flatMap(Stmt::everything));
  }

  /**
   * Those that only a branch takes, for a setting or for a package that is there or missing:
   * whoever takes that way has what they import.
   */
  static Set<ModuleCode> byChoice(ProjectCode code) {
    Set<ModuleCode> chosen = new HashSet<>();
    Set<ModuleCode> always = new HashSet<>();
    Set<ModuleCode> instead = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      ImportsByWay ways = new ImportsByWay();
      module.statements().forEach(each -> ways.add(each, false));
      ways.always.forEach(each -> add(module, each, code, always));
      ways.chosen.forEach(each -> add(module, each, code, chosen));
      ways.instead.forEach(each -> add(module, each, code, instead));
    }
    chosen.removeAll(always);
    chosen.addAll(instead);
    return chosen;
  }

  /** The imports of a file by what has to be the case for them. */
  private static final class ImportsByWay {
    private final List<Stmt.Import> always = new ArrayList<>();
    private final List<Stmt.Import> chosen = new ArrayList<>();
    private final List<Stmt.Import> instead = new ArrayList<>();

    private void add(Stmt statement, boolean isChosen) {
      if (statement instanceof Stmt.Import each) {
        (isChosen ? chosen : always).add(each);
      } else if (statement instanceof Stmt.Try attempt && expectsMissing(attempt)) {
        attempt.body().forEach(each -> add(each, true));
        attempt.handlers().stream()
            .flatMap(handler -> handler.body().stream())
            .flatMap(Stmt::everything)
            .filter(Stmt.Import.class::isInstance)
            .forEach(each -> instead.add((Stmt.Import) each));
        attempt.otherwise().forEach(each -> add(each, true));
        attempt.last().forEach(each -> add(each, isChosen));
      } else {
        boolean isBranch =
            (statement instanceof Stmt.If && !statement.isForProgram())
                || statement instanceof Stmt.Match;
        statement.inner().forEach(each -> add(each, isChosen || isBranch));
      }
    }

    private static boolean expectsMissing(Stmt.Try attempt) {
      return attempt.handlers().stream()
          .flatMap(handler -> handler.type().stream())
          .flatMap(Expr::all)
          .anyMatch(
              each ->
                  each instanceof Expr.Name name
                      && Set.of("ImportError", "ModuleNotFoundError").contains(name.id()));
    }
  }

  private static Set<ModuleCode> of(
      ProjectCode code, Function<ModuleCode, Stream<Stmt>> statements) {
    Set<ModuleCode> imported = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      statements
          .apply(module)
          .filter(Stmt.Import.class::isInstance)
          .map(Stmt.Import.class::cast)
          .forEach(each -> add(module, each, code, imported));
    }
    return imported;
  }

  private static void add(
      ModuleCode from, Stmt.Import statement, ProjectCode code, Set<ModuleCode> imported) {
    code.module(from, statement.level(), statement.module()).ifPresent(imported::add);
    code.module(from, statement.level(), statement.dotted()).ifPresent(imported::add);
  }
}
