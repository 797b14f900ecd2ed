package org.pyreview.project.code;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.python.CodeRole;

/**
 * Where each Python file of a project runs. The path tells first; then a file that production code
 * imports runs where that code runs, whatever its folder is called, and a file that nothing imports
 * and that starts by itself is a script.
 */
public final class CodeRoles {

  /** Names of files that servers and commands start from. */
  private static final Set<String> ENTRY_POINTS =
      Set.of(
          "manage.py",
          "wsgi.py",
          "asgi.py",
          "main.py",
          "__main__.py",
          "app.py",
          "application.py",
          "server.py",
          "run.py",
          "serve.py",
          "gunicorn.conf.py",
          "gunicorn_conf.py",
          "passenger_wsgi.py");

  /** Roles that an import by production code overrules. */
  private static final Set<CodeRole> OVERRULED =
      EnumSet.of(CodeRole.SCRIPT, CodeRole.DEVELOPMENT, CodeRole.WORKER, CodeRole.COMMAND);

  private final Map<ProjectFile, CodeRole> roles = new HashMap<>();
  private final Set<ProjectFile> importedByMigrations = new HashSet<>();

  private CodeRoles(Project project) {
    ProjectCode code = ProjectCode.of(project);
    Map<ModuleCode, Set<ModuleCode>> imports = new HashMap<>();
    Set<ModuleCode> imported = new HashSet<>();
    for (ModuleCode module : code.modules()) {
      Set<ModuleCode> targets = imports(module, code);
      imports.put(module, targets);
      imported.addAll(targets);
      roles.put(module.file(), CodeRole.of(module.file().path()));
      if (role(module) == CodeRole.MIGRATION) {
        targets.forEach(target -> importedByMigrations.add(target.file()));
      }
    }
    Deque<ModuleCode> servers = new ArrayDeque<>();
    for (ModuleCode module : code.modules()) {
      if (role(module) == CodeRole.SERVER) {
        if (!imported.contains(module) && isScript(module)) {
          roles.put(module.file(), CodeRole.SCRIPT);
        } else {
          servers.add(module);
        }
      }
    }
    while (!servers.isEmpty()) {
      for (ModuleCode target : imports.get(servers.remove())) {
        if (OVERRULED.contains(role(target)) && !isConfiguration(target)) {
          roles.put(target.file(), CodeRole.SERVER);
          servers.add(target);
        }
      }
    }
  }

  /** Worked out once for a project. */
  public static CodeRoles of(Project project) {
    return project.knowledge(CodeRoles.class, CodeRoles::new);
  }

  /** Where a file runs; files of which no code is known are told by their path. */
  public CodeRole of(ProjectFile file) {
    CodeRole known = roles.get(file);
    return known == null ? CodeRole.of(file.path()) : known;
  }

  /** The files that migrations take functions from. */
  public Set<ProjectFile> importedByMigrations() {
    return importedByMigrations;
  }

  private CodeRole role(ModuleCode module) {
    return roles.get(module.file());
  }

  /** The files of the project that a file imports. */
  static Set<ModuleCode> imports(ModuleCode module, ProjectCode code) {
    Set<ModuleCode> targets = new LinkedHashSet<>();
    module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .flatMap(each -> targets(each, module, code))
        .filter(target -> target != module)
        .forEach(targets::add);
    return targets;
  }

  private static Stream<ModuleCode> targets(
      Stmt.Import statement, ModuleCode module, ProjectCode code) {
    Meaning meaning = code.meaning(module, statement);
    Stream<ModuleCode> direct = code.module(module, statement.level(), statement.module()).stream();
    return meaning instanceof Meaning.Module each
        ? Stream.concat(direct, Stream.of(each.module()))
        : direct;
  }

  /** Settings for developers stay what they are, even where the settings package imports them. */
  private static boolean isConfiguration(ModuleCode module) {
    return CodeRole.of(module.file().path()) == CodeRole.DEVELOPMENT
        && module.file().path().isBelow(Set.of("settings", "config", "conf"));
  }

  /** Whether the file does something when it is run, and is no entry point of the application. */
  private static boolean isScript(ModuleCode module) {
    return !ENTRY_POINTS.contains(module.file().name())
        && module.statements().stream().anyMatch(Stmt::isForProgram);
  }
}
