package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.LoadedClasses;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Which class of the project has the methods of a manager that a model makes. */
final class ManagerClasses {

  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");

  private final ProjectCode code;
  private final LoadedClasses classes;

  ManagerClasses(ProjectCode code) {
    this.code = code;
    classes = code.loadedClasses();
  }

  /** {@code PostManager()}, {@code PostQuerySet.as_manager()}; empty if it isn't the project's. */
  Optional<ClassCode> of(ModuleCode module, Expr.Call made) {
    if (made.callee() instanceof Expr.Attribute member && member.name().equals("as_manager")) {
      return named(module, member.value());
    }
    return made.callee() instanceof Expr.Call call
        ? fromQuerySet(module, call)
        : named(module, made.callee());
  }

  /** {@code PostManager} of {@code PostManager.from_queryset(PostQuerySet)()}, or of its name. */
  Optional<ClassCode> behind(ModuleCode module, Expr.Call made) {
    if (made.callee() instanceof Expr.Call call) {
      return base(module, call);
    }
    Meaning meaning = classes.resolved(code.meaning(module, made.callee()));
    return meaning instanceof Meaning.Value value && value.value() instanceof Expr.Call call
        ? base(value.module(), call)
        : Optional.empty();
  }

  private Optional<ClassCode> base(ModuleCode module, Expr.Call call) {
    return call.name().equals("from_queryset")
        ? call.receiver().flatMap(manager -> named(module, manager))
        : Optional.empty();
  }

  private Optional<ClassCode> named(ModuleCode module, Expr manager) {
    Meaning meaning = classes.resolved(code.meaning(module, manager));
    if (meaning instanceof Meaning.Value value && value.value() instanceof Expr.Call call) {
      return fromQuerySet(value.module(), call);
    }
    return classes.of(meaning).map(code::classCode);
  }

  /** {@code PostManager.from_queryset(PostQuerySet)}: a class with the methods of both. */
  private Optional<ClassCode> fromQuerySet(ModuleCode module, Expr.Call call) {
    boolean isOfQuerySet =
        call.name().equals("from_queryset")
            && call.receiver().filter(manager -> loads(module, manager)).isEmpty();
    return isOfQuerySet
        ? call.at(0, "queryset_class")
            .flatMap(each -> classes.of(code.meaning(module, each)))
            .map(code::classCode)
        : Optional.empty();
  }

  /** Whether a manager of the project loads related rows along. */
  private boolean loads(ModuleCode module, Expr manager) {
    return named(module, manager)
        .flatMap(each -> each.method("get_queryset"))
        .filter(each -> each.value().statements().anyMatch(ManagerClasses::loads))
        .isPresent();
  }

  private static boolean loads(Stmt statement) {
    return statement.expressions().stream()
        .flatMap(Expr::all)
        .anyMatch(each -> each instanceof Expr.Call call && LOADING.contains(call.name()));
  }
}
