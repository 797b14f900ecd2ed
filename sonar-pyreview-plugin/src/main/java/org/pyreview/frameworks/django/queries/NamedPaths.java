package org.pyreview.frameworks.django.queries;

import java.util.HashSet;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The texts of a project that may be paths of relations, such as {@code lines__product}. */
final class NamedPaths {

  private final Set<String> paths = new HashSet<>();
  private final Set<String> prefetched = new HashSet<>();

  private NamedPaths(Project project) {
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      module.statements().stream().flatMap(Stmt::everyExpression).forEach(this::look);
    }
  }

  private void look(Expr expression) {
    if (expression instanceof Expr.Text text && text.value().contains("__")) {
      paths.add("__" + text.value() + "__");
    } else if (expression instanceof Expr.Call call
        && call.name().equals("Prefetch")
        && call.arguments().size() > 1
        && call.arguments().get(0).value() instanceof Expr.Text text) {
      String[] path = text.value().split("__");
      prefetched.add(path[path.length - 1]);
    }
  }

  /** The paths of a project; worked out once. */
  static NamedPaths of(Project project) {
    return project.knowledge(NamedPaths.class, NamedPaths::new);
  }

  /** Whether some text has this path, or one that contains it. */
  boolean contains(String path) {
    return paths.stream().anyMatch(each -> each.contains("__" + path + "__"));
  }

  /** Whether a Prefetch object with a queryset of its own loads the relation somewhere. */
  boolean hasPrefetchObject(String relation) {
    return prefetched.contains(relation);
  }
}
