package org.pyreview.frameworks.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

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
    return new WebFrameworks(imported(ProjectCode.of(project).mainModules().stream()));
  }

  private static Set<String> imported(Stream<ModuleCode> modules) {
    return modules
        .filter(module -> module.mentions(PACKAGES.keySet().toArray(String[]::new)))
        .flatMap(WebFrameworks::imported)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The frameworks that code in the part of the repository around a file imports; those of the part
   * around that if there are none.
   */
  public static WebFrameworks around(ProjectFile file, Project project) {
    OfParts parts = project.knowledge(OfParts.class, OfParts::new);
    Optional<RepositoryPart> part = Optional.of(RepositoryParts.of(project).of(file));
    while (part.isPresent()) {
      WebFrameworks own = parts.of(part.get());
      if (!own.names.isEmpty()) {
        return own;
      }
      part = part.get().enclosing();
    }
    return of(project);
  }

  /** The frameworks of each part of a repository. */
  private static final class OfParts {
    private final ProjectCode code;
    private final Map<RepositoryPart, WebFrameworks> known = new HashMap<>();

    OfParts(Project project) {
      code = ProjectCode.of(project);
    }

    WebFrameworks of(RepositoryPart part) {
      return known.computeIfAbsent(
          part, each -> new WebFrameworks(imported(each.files().stream().flatMap(this::code))));
    }

    private Stream<ModuleCode> code(ProjectFile file) {
      return file.path().isTest() ? Stream.empty() : code.module(file).stream();
    }
  }

  private static Stream<String> imported(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .filter(each -> each.level() == 0)
        .map(each -> QualifiedName.of(each.module()).firstName())
        .filter(PACKAGES::containsKey)
        .map(PACKAGES::get);
  }
}
