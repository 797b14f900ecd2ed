package org.pyreview.project.packages;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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

  private static Set<ModuleCode> of(
      ProjectCode code, Function<ModuleCode, Stream<Stmt>> statements) {
    Set<ModuleCode> imported = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      statements
          .apply(module)
          .filter(Stmt.Import.class::isInstance)
          .map(Stmt.Import.class::cast)
          .forEach(
              each -> {
                code.module(module, each.level(), each.module()).ifPresent(imported::add);
                code.module(module, each.level(), each.dotted()).ifPresent(imported::add);
              });
    }
    return imported;
  }
}
