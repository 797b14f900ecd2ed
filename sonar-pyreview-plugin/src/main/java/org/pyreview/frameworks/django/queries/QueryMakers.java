package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The project's functions and manager methods that a queryset comes from: {@code
 * Order.objects.with_lines().filter(…)} could load more in {@code with_lines()}.
 */
public final class QueryMakers {

  private final ProjectCode code;

  /**
   * What gives a queryset.
   *
   * @param place the value it returns
   */
  public record Maker(ModuleCode module, Place place, String name) {}

  public QueryMakers(Project project) {
    code = ProjectCode.of(project);
  }

  /** Those that are called in the expression that makes the queryset of some reads. */
  public List<Maker> of(Query query) {
    List<Maker> makers = new ArrayList<>();
    Optional<Expr> at = Optional.of(query.origin());
    while (at.isPresent() && at.get() instanceof Expr.Call call) {
      maker(call, query).ifPresent(makers::add);
      at = call.receiver();
    }
    return makers;
  }

  private Optional<Maker> maker(Expr.Call call, Query query) {
    if (call.callee() instanceof Expr.Name) {
      return code.meaning(query.module(), call.callee()) instanceof Meaning.Function function
          ? maker(function.module(), function.definition())
          : Optional.empty();
    }
    Optional<ClassCode.Member<Stmt.Function>> method =
        query.methods().flatMap(type -> type.method(call.name()));
    return method.flatMap(each -> maker(each.owner().module(), each.value()));
  }

  private static Optional<Maker> maker(ModuleCode module, Stmt.Function function) {
    return function
        .statements()
        .filter(Stmt.Return.class::isInstance)
        .flatMap(each -> ((Stmt.Return) each).value().stream())
        .findFirst()
        .map(value -> new Maker(module, value.place(), function.name()));
  }
}
