package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Which model a view is for: its own attribute says so, or the only class that names the view
 * beside its model, {@code model = Order} with {@code index_view_class = OrderIndex}.
 */
final class ViewModels {

  private static final String MODEL = "model";
  private static final String VIEW = "view_class";

  private final ProjectCode code;
  private final Map<ClassCode, Set<ClassCode.Member<Expr>>> named = new HashMap<>();

  private ViewModels(Project project) {
    code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      module.classes().map(each -> code.classCode(module, each)).forEach(this::read);
    }
  }

  static ViewModels of(Project project) {
    return project.knowledge(ViewModels.class, ViewModels::new);
  }

  private void read(ClassCode type) {
    boolean namesViews = type.lineage().stream().flatMap(ClassCode::body).anyMatch(this::isView);
    Optional<ClassCode.Member<Expr>> model = namesViews ? own(type) : Optional.empty();
    if (model.isPresent()) {
      type.lineage().stream()
          .flatMap(ClassCode::body)
          .filter(this::isView)
          .map(each -> ((Stmt.Assign) each).name().orElseThrow())
          .distinct()
          .flatMap(name -> type.attribute(name).stream())
          .map(each -> code.meaning(each.owner().module(), each.value()))
          .filter(Meaning.Class.class::isInstance)
          .map(each -> code.classCode((Meaning.Class) each))
          .forEach(
              view -> named.computeIfAbsent(view, key -> new LinkedHashSet<>()).add(model.get()));
    }
  }

  private boolean isView(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        && assign.name().filter(name -> name.endsWith(VIEW)).isPresent();
  }

  /** What names the model of a view; empty if nothing does, or several classes name it. */
  Optional<ClassCode.Member<Expr>> model(ClassCode view) {
    Set<ClassCode.Member<Expr>> given = named.getOrDefault(view, Set.of());
    return own(view).or(() -> given.size() == 1 ? given.stream().findFirst() : Optional.empty());
  }

  private static Optional<ClassCode.Member<Expr>> own(ClassCode type) {
    return type.attribute(MODEL).filter(each -> !isNone(each.value()));
  }

  private static boolean isNone(Expr value) {
    return value instanceof Expr.Constant constant && constant.text().equals("None");
  }
}
