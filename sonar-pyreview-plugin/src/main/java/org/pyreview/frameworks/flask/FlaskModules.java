package org.pyreview.frameworks.flask;

import java.util.List;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The files of a project that work with Flask, tests and examples left out.
 *
 * @param count how many there are
 * @param haveBlueprintsOrExtensions whether some of them makes a blueprint or uses an extension
 */
public record FlaskModules(int count, boolean haveBlueprintsOrExtensions) {

  /** Those of a project; worked out once. */
  public static FlaskModules of(Project project) {
    return project.knowledge(FlaskModules.class, FlaskModules::collect);
  }

  private static FlaskModules collect(Project project) {
    List<ModuleCode> modules =
        ProjectCode.of(project).mainModules().stream()
            .filter(module -> !DevelopmentPath.of(module.file().path()).isDevelopment())
            .filter(module -> module.mentions("flask", "quart"))
            .filter(FlaskModules::importsIt)
            .toList();
    return new FlaskModules(
        modules.size(),
        modules.stream()
            .anyMatch(module -> module.mentions("Blueprint") || importsExtension(module)));
  }

  private static boolean importsIt(ModuleCode module) {
    return imports(module).anyMatch(name -> name.matches("(?:flask|quart)(?:[._].*)?"));
  }

  private static boolean importsExtension(ModuleCode module) {
    return imports(module).anyMatch(name -> name.startsWith("flask_"));
  }

  private static java.util.stream.Stream<String> imports(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .filter(each -> each.level() == 0)
        .map(Stmt.Import::module);
  }
}
