package org.pyreview.project.packages;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The modules of a project that run only where somebody asks for them by a name: those that no
 * other file imports, in a project that loads some of its modules as plugins.
 */
final class LoadedByName {

  private static final Set<String> LOADERS =
      Set.of(
          "import_module",
          "__import__",
          "import_string",
          "iter_modules",
          "walk_packages",
          "spec_from_file_location",
          "entry_points",
          "iter_entry_points");

  /** Frameworks and servers look for files of these names, whatever else is loaded. */
  private static final Pattern CONVENTIONAL =
      Pattern.compile(
          "(?:__init__|__main__|admin|api|app|application|apps|asgi|celery|config|forms|main|manage"
              + "|middleware|models|routes|serializers|settings|signals|tasks|urls|views|wsgi)\\.py");

  private static final Set<String> CONVENTIONAL_FOLDERS = Set.of("settings", "models", "config");

  private final Set<ModuleCode> imported;
  private final boolean isAny;

  LoadedByName(ProjectCode code) {
    imported = ImportedModules.anywhere(code);
    isAny = code.mainModules().stream().anyMatch(LoadedByName::loadsModules);
  }

  private static boolean loadsModules(ModuleCode module) {
    return module.mentions(LOADERS.toArray(String[]::new))
        && module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .anyMatch(each -> each instanceof Expr.Call call && LOADERS.contains(call.name()));
  }

  boolean contains(ModuleCode module) {
    return isAny && !isNeeded(module);
  }

  /** Whether something starts it or imports it, come what may. */
  boolean isNeeded(ModuleCode module) {
    return imported.contains(module) || module.file().folder().isEmpty() || isConventional(module);
  }

  /** Whether a framework or a server looks for it by its name. */
  static boolean isConventional(ModuleCode module) {
    return CONVENTIONAL.matcher(module.file().name()).matches()
        || module.file().path().isBelow(CONVENTIONAL_FOLDERS);
  }
}
