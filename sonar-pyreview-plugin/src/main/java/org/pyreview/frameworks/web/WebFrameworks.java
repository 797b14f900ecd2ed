package org.pyreview.frameworks.web;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The web frameworks that a project is built on.
 *
 * @param names {@code django}, {@code flask}, {@code fastapi}
 */
public record WebFrameworks(Set<String> names) {

  public static final String DJANGO = "django";

  /** What the import of a package tells. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "django", "django",
          "rest_framework", "django",
          "flask", "flask",
          "quart", "flask",
          "fastapi", "fastapi",
          "starlette", "fastapi");

  /** The frameworks that main code imports. */
  public static WebFrameworks of(Project project) {
    return new WebFrameworks(
        ProjectCode.of(project).mainModules().stream()
            .filter(module -> module.mentions(PACKAGES.keySet().toArray(String[]::new)))
            .flatMap(WebFrameworks::imported)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Stream<String> imported(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .filter(each -> each.level() == 0)
        .map(each -> each.module().split("\\.")[0])
        .filter(PACKAGES::containsKey)
        .map(PACKAGES::get);
  }
}
