package org.pyreview.frameworks.django.queries;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The relations that some queryset of the project prefetches. */
public final class PrefetchedNames {

  private final Set<String> names = new HashSet<>();

  private PrefetchedNames(Project project) {
    ProjectCode.of(project).mainModules().stream()
        .flatMap(module -> module.statements().stream())
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(
            call ->
                Set.of("prefetch_related", "Prefetch", "prefetch_related_objects")
                    .contains(call.name()))
        .flatMap(call -> call.arguments().stream())
        .flatMap(argument -> argument.value().all())
        .filter(Expr.Text.class::isInstance)
        .forEach(text -> names.addAll(List.of(((Expr.Text) text).value().split("__"))));
  }

  public static PrefetchedNames of(Project project) {
    return project.knowledge(PrefetchedNames.class, PrefetchedNames::new);
  }

  /**
   * Whether the rows come from a relation that may be loaded already: asking costs nothing then.
   */
  public boolean mayHold(Value.Rows rows) {
    boolean isLoadedHere =
        rows.via().isPresent() && rows.query().loads(rows.path()) && !rows.path().isEmpty();
    return isLoadedHere
        || names.contains(rows.query().relation())
        || rows.via().filter(relation -> names.contains(relation.name())).isPresent();
  }
}
