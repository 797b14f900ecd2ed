package org.pyreview.frameworks.templates;

import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Names of Django's users: its validator allows letters, digits and {@code @.+-_}, nothing that
 * ends a string or an attribute.
 */
public final class UserNames {

  private static final Set<String> NAMES = Set.of("username", "get_username");

  private final boolean isDeclaredFreely;

  private UserNames(Project project) {
    isDeclaredFreely =
        ProjectCode.of(project).mainModules().stream()
            .flatMap(ModuleCode::classes)
            .flatMap(each -> each.body().stream())
            .anyMatch(UserNames::isFree);
  }

  /** Those of a project; worked out once. */
  public static UserNames of(Project project) {
    return project.knowledge(UserNames.class, UserNames::new);
  }

  /** A column of a user model of the project that takes any text. */
  private static boolean isFree(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        && assign.name().filter("username"::equals).isPresent()
        && ColumnDeclarations.contain(assign)
        && assign.value().orElse(null) instanceof Expr.Call column
        && column.named("validators").isEmpty();
  }

  /** Whether an output of a template of Django prints one. */
  public boolean contain(OutputExpression printed) {
    return NAMES.contains(printed.lastName()) && !isDeclaredFreely;
  }
}
