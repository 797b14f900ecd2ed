package org.pyreview.frameworks.django;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** An admin that few installations have: a setting includes its URLs, and is off by default. */
public final class OptionalAdmin {

  private static final String URLS = "site.urls";

  private OptionalAdmin() {}

  /** Whether a project's admin is one. */
  public static boolean isOf(Project project) {
    return project.knowledge(Answer.class, OptionalAdmin::find).isOptional;
  }

  private record Answer(boolean isOptional) {}

  private static Answer find(Project project) {
    List<ModuleCode> modules =
        ProjectCode.of(project).mainModules().stream()
            .filter(module -> module.mentions("site"))
            .toList();
    List<Stmt> including =
        modules.stream()
            .flatMap(module -> module.statements().stream())
            .filter(OptionalAdmin::includes)
            .toList();
    List<Stmt.If> guards =
        including.stream()
            .filter(Stmt.If.class::isInstance)
            .map(Stmt.If.class::cast)
            .filter(branch -> branch.body().stream().anyMatch(OptionalAdmin::includes))
            .toList();
    Set<String> settings =
        guards.stream().flatMap(each -> setting(each.test()).stream()).collect(Collectors.toSet());
    return new Answer(
        !including.isEmpty()
            && guards.size() == including.size()
            && settings.size() == 1
            && !isOn(settings.iterator().next(), project));
  }

  private static boolean includes(Stmt statement) {
    return statement
        .everyExpression()
        .anyMatch(each -> each.dotted().filter(name -> name.endsWith(URLS)).isPresent());
  }

  /** {@code settings.ADMIN_ENABLED}, {@code getattr(settings, "ADMIN_ENABLED", False)}. */
  private static Optional<String> setting(Expr test) {
    if (test instanceof Expr.Call call
        && call.name().equals("getattr")
        && call.positional().size() > 1
        && call.positional().get(1) instanceof Expr.Text name) {
      return Optional.of(name.value());
    }
    return test.dotted()
        .filter(name -> name.matches("(?:\\w+\\.)*settings\\.\\w+"))
        .map(name -> name.substring(name.lastIndexOf('.') + 1));
  }

  /** Whether some settings of the project say True. */
  private static boolean isOn(String setting, Project project) {
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions(setting))
        .flatMap(ModuleCode::topLevel)
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().filter(setting::equals).isPresent())
        .flatMap(assign -> assign.value().stream())
        .flatMap(Expr::all)
        .anyMatch(each -> each instanceof Expr.Constant flag && flag.text().equals("True"));
  }
}
