package org.pyreview.frameworks.flask;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.WebApplication;
import org.pyreview.project.Project;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The files that are first imported while a function runs, and not when the file is imported that
 * makes the application: a factory that imports its views inside {@code app.app_context()}.
 */
final class LateImports {

  private final Set<ModuleCode> late;

  private LateImports(Project project) {
    ProjectCode code = ProjectCode.of(project);
    Map<ModuleCode, Set<ModuleCode>> early = new HashMap<>();
    Set<ModuleCode> inFunctions = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      early.put(module, targets(module.topLevel(), module, code));
      inFunctions.addAll(
          targets(module.functions().flatMap(Stmt.Function::statements), module, code));
    }
    late = reached(inFunctions, early);
    List<ModuleCode> makers =
        WebApplication.of(project).stream().map(WebApplication::module).distinct().toList();
    late.removeAll(reached(makers, early));
  }

  static LateImports of(Project project) {
    return project.knowledge(LateImports.class, LateImports::new);
  }

  boolean contain(ModuleCode module) {
    return late.contains(module);
  }

  private static Set<ModuleCode> targets(
      Stream<Stmt> statements, ModuleCode module, ProjectCode code) {
    return statements
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .flatMap(
            each ->
                Stream.concat(
                    code.module(module, each.level(), each.module()).stream(),
                    code.meaning(module, each) instanceof Meaning.Module named
                        ? Stream.of(named.module())
                        : Stream.empty()))
        .collect(Collectors.toSet());
  }

  private static Set<ModuleCode> reached(
      Collection<ModuleCode> from, Map<ModuleCode, Set<ModuleCode>> imports) {
    Set<ModuleCode> found = new HashSet<>(from);
    Deque<ModuleCode> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (ModuleCode each : imports.getOrDefault(open.remove(), Set.of())) {
        if (found.add(each)) {
          open.add(each);
        }
      }
    }
    return found;
  }
}
