package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * What main code imports, come what may, from packages that are neither Python's nor its own, nor
 * installed by name where it runs.
 */
public final class ForeignImports {

  private static final Set<String> SUPPORT =
      Set.of(
          "scripts",
          "script",
          "bin",
          "utils_dev",
          "contrib",
          "notebooks",
          "deploy",
          "node_modules");
  private static final Set<String> SUPPORT_FILES =
      Set.of("setup.py", "noxfile.py", "fabfile.py", "tasks.py", "conftest.py", "dodo.py");

  private ForeignImports() {}

  /** Those that make data up for developers and tests, or look into a running program. */
  private static final Set<String> FOR_DEVELOPMENT =
      Set.of(
          "factory",
          "faker",
          "mimesis",
          "mixer",
          "model_bakery",
          "model_mommy",
          "polyfactory",
          "pytest",
          "hypothesis",
          "freezegun",
          "responses",
          "debugpy",
          "ipdb",
          "IPython");

  /**
   * An import.
   *
   * @param module first part of its name
   * @param isNeeded whether other files of the project import the file, or a framework starts it
   */
  public record Foreign(ProjectFile file, Place place, String module, boolean isNeeded) {

    /** Whether its package belongs to development, wherever it is imported. */
    public boolean isForDevelopment() {
      return FOR_DEVELOPMENT.contains(module);
    }
  }

  /** The imports of a project that run whenever their file is imported, in the order of files. */
  public static List<Foreign> of(Project project) {
    Set<String> own = ownNames(project);
    PythonPackages packages = PythonPackages.known();
    CommandInstalls installed = CommandInstalls.of(project);
    List<Foreign> found = new ArrayList<>();
    ProjectCode code = ProjectCode.of(project);
    boolean isLibrary = DeployedApplication.of(project).isLibrary();
    CodeRoles roles = CodeRoles.of(project);
    Set<ModuleCode> needed = isLibrary ? neededByOthers(code) : new HashSet<>(code.mainModules());
    LoadedByName plugins = new LoadedByName(code);
    Set<ModuleCode> chosen = ImportedModules.byChoice(code);
    for (ModuleCode module : code.mainModules()) {
      boolean isRun = roles.of(module.file()).isProduction() && !declaresItself(module.file());
      boolean isOptional =
          plugins.contains(module)
              || (chosen.contains(module) && !LoadedByName.isConventional(module));
      if (isMain(module.file()) && isRun && needed.contains(module) && !isOptional) {
        ImportUse use = new ImportUse(module);
        module.statements().stream()
            .filter(Stmt.Import.class::isInstance)
            .map(Stmt.Import.class::cast)
            .filter(each -> each.level() == 0)
            .filter(each -> !use.isForAnnotations(each) && !ImportUse.isOfError(each))
            .map(
                each ->
                    new Foreign(
                        module.file(),
                        each.place(),
                        QualifiedName.of(each.module()).firstName(),
                        plugins.isNeeded(module)))
            .filter(each -> !(isLibrary && isNamedForIt(each)))
            .filter(each -> !packages.isStandard(each.module()) && !own.contains(each.module()))
            .filter(each -> !packages.isProvided(each.module(), installed.namesFor(each.file())))
            .forEach(found::add);
      }
    }
    return found;
  }

  /**
   * What nobody imports in a library is an offer to its users: a panel for another package, a
   * backend for another database. Whoever takes it has what it imports.
   */
  private static Set<ModuleCode> neededByOthers(ProjectCode code) {
    Set<ModuleCode> needed = ImportedModules.atOnce(code);
    code.mainModules().stream()
        .filter(
            module ->
                module.file().name().equals("__init__.py") || module.file().folder().isEmpty())
        .forEach(needed::add);
    return needed;
  }

  /** {@code backends/oracle/base.py} is for those who have the package. */
  private static boolean isNamedForIt(Foreign foreign) {
    String path = foreign.file().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(foreign.module().toLowerCase(Locale.ROOT).split("_"))
        .anyMatch(word -> word.length() > 3 && path.contains(word));
  }

  /**
   * A script with its dependencies in a comment.
   *
   * @see <a
   *     href="https://packaging.python.org/en/latest/specifications/inline-script-metadata/">Inline
   *     script metadata</a>
   */
  private static boolean declaresItself(ProjectFile file) {
    return file.mentions("# /// script");
  }

  private static boolean isMain(ProjectFile file) {
    return !DevelopmentPath.of(file.path()).isDevelopment()
        && !file.path().isBelow(SUPPORT)
        && !SUPPORT_FILES.contains(file.name())
        && !file.toString().contains("{{");
  }

  /** Names that a folder or file of the project has: any may be on Python's path. */
  private static Set<String> ownNames(Project project) {
    Set<String> names = new HashSet<>();
    for (ProjectFile file : project.files()) {
      if (file.name().matches(".*\\.(?:py|pyi|pyx|so|pyd)")) {
        file.path().segments().forEach(each -> names.add(each.replaceFirst("\\..*$", "")));
      }
    }
    return names;
  }
}
