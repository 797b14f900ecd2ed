package org.pyreview.frameworks.templates;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * Names of Django's users: its validator allows letters, digits and {@code @.+-_}, nothing that
 * ends a string or an attribute.
 */
public final class UserNames {

  private static final Set<String> NAMES = Set.of("username", "get_username");

  private static final Set<String> USER_MODELS = Set.of("AbstractUser", "AbstractBaseUser");
  private static final Pattern USER =
      Pattern.compile("(?:.*\\.)?(?:u|user|member|author|owner|creator|assignee)\\.\\w+");

  private final boolean isFreeOfUsers;
  private final boolean isFreeOfOthers;

  private UserNames(Project project) {
    List<Stmt.ClassDef> free =
        ProjectCode.of(project).mainModules().stream()
            .flatMap(ModuleCode::classes)
            .filter(each -> each.body().stream().anyMatch(UserNames::isFree))
            .toList();
    isFreeOfUsers = free.stream().anyMatch(UserNames::isUserModel);
    isFreeOfOthers = !free.isEmpty();
  }

  private static boolean isUserModel(Stmt.ClassDef definition) {
    return definition.bases().stream()
        .flatMap(base -> base.dotted().stream())
        .map(base -> QualifiedName.of(base).lastName())
        .anyMatch(USER_MODELS::contains);
  }

  /** Those of a project; worked out once. */
  public static UserNames of(Project project) {
    return project.knowledge(UserNames.class, UserNames::new);
  }

  /** A column that takes any text. */
  private static boolean isFree(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        && assign.name().filter("username"::equals).isPresent()
        && ColumnDeclarations.contain(assign)
        && assign.value().orElse(null) instanceof Expr.Call column
        && column.named("validators").isEmpty();
  }

  /**
   * Whether a variable of a template of Django is one.
   *
   * @param variable the path to it
   */
  public boolean contain(String variable) {
    boolean isFree = USER.matcher(variable).matches() ? isFreeOfUsers : isFreeOfOthers;
    return NAMES.contains(QualifiedName.of(variable).lastName()) && !isFree;
  }
}
