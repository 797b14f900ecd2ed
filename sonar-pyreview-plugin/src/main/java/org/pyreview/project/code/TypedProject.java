package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pyreview.project.Project;

/**
 * How far the signatures of a project's main code are annotated.
 *
 * @param annotated number of parameters with a type
 * @param bare number of those without one
 * @param signatures the functions that were counted
 */
public record TypedProject(int annotated, int bare, List<Signature> signatures) {

  private static final Set<String> LEFT_OUT =
      Set.of("migrations", "versions", "alembic", "generated", "_vendor", "vendor");
  private static final Set<String> RECEIVERS = Set.of("self", "cls", "mcs", "metacls");

  /**
   * A function or method at the top level of a file or class.
   *
   * @param annotated its parameters with a type
   * @param bare those without one
   */
  public record Signature(
      ModuleCode module,
      Stmt.Function function,
      List<Expr.Parameter> annotated,
      List<Expr.Parameter> bare) {

    /** Whether its name and those of the classes around it are public. */
    public boolean isPublic() {
      return !function.name().startsWith("_");
    }

    /** Whether a type checker looks at some of it, and takes the rest for anything. */
    public boolean isIncomplete() {
      return !bare.isEmpty() && (!annotated.isEmpty() || function.returns().isPresent());
    }
  }

  /** The signatures of a project. */
  public static TypedProject of(Project project) {
    return project.knowledge(TypedProject.class, TypedProject::count);
  }

  private static TypedProject count(Project project) {
    List<Signature> signatures = new ArrayList<>();
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      boolean isWritten =
          !module.file().path().isBelow(LEFT_OUT) && !module.file().path().isGenerated();
      if (isWritten) {
        module.statements().forEach(each -> collect(module, each, false, signatures));
      }
    }
    return new TypedProject(
        signatures.stream().mapToInt(each -> each.annotated().size()).sum(),
        signatures.stream().mapToInt(each -> each.bare().size()).sum(),
        signatures);
  }

  private static void collect(
      ModuleCode module, Stmt statement, boolean isInClass, List<Signature> found) {
    if (statement instanceof Stmt.Function function) {
      found.add(signature(module, function, isInClass));
    } else if (statement instanceof Stmt.ClassDef definition) {
      boolean isPublic = !definition.name().startsWith("_");
      if (isPublic) {
        definition.body().forEach(each -> collect(module, each, true, found));
      }
    } else {
      statement.inner().forEach(each -> collect(module, each, isInClass, found));
    }
  }

  private static Signature signature(ModuleCode module, Stmt.Function function, boolean isMethod) {
    List<Expr.Parameter> annotated = new ArrayList<>();
    List<Expr.Parameter> bare = new ArrayList<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      Expr.Parameter each = function.parameters().get(i);
      boolean isReceiver = isMethod && i == 0 && RECEIVERS.contains(each.name());
      boolean counts =
          !isReceiver
              && each.stars().isEmpty()
              && !each.name().isEmpty()
              && !each.name().startsWith("_");
      if (counts) {
        (each.annotation().isPresent() ? annotated : bare).add(each);
      }
    }
    return new Signature(module, function, annotated, bare);
  }

  /** Percent of the parameters that are annotated; 0 where there are none. */
  public int coverage() {
    int all = annotated + bare;
    return all == 0 ? 0 : 100 * annotated / all;
  }
}
