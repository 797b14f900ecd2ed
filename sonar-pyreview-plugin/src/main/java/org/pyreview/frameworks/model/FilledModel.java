package org.pyreview.frameworks.model;

import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.dataflow.Flow;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;

/** The model whose fields a call sets all at once. */
public final class FilledModel {

  private FilledModel() {}

  /**
   * Whether a client's data can set a column that it must not decide about.
   *
   * @return true also where the model can't be told
   */
  public static boolean mayHavePrivileges(Flow flow, Project project) {
    ProjectCode code = ProjectCode.of(project);
    return of(flow, code).map(model -> PrivilegedColumns.mayBeIn(model, code)).orElse(true);
  }

  private static Optional<ClassCode> of(Flow flow, ProjectCode code) {
    return code.module(flow.file()).stream()
        .flatMap(module -> CodeScope.of(code, module).stream())
        .flatMap(
            scope ->
                scope
                    .calls()
                    .filter(call -> passes(call, flow))
                    .flatMap(call -> model(call.callee(), scope, code)))
        .findFirst();
  }

  private static boolean passes(Expr.Call call, Flow flow) {
    return call.arguments().stream().anyMatch(each -> each.value().place().equals(flow.place()));
  }

  /** {@code Order} of {@code models.Order(…)} and {@code Order.objects.filter(…).update(…)}. */
  private static Stream<ClassCode> model(Expr callee, CodeScope scope, ProjectCode code) {
    Optional<Expr> next = Optional.of(callee);
    while (next.isPresent()) {
      Expr expression = next.get();
      if (scope.meaning(expression) instanceof Meaning.Class type) {
        return Stream.of(code.classCode(type));
      }
      next =
          expression instanceof Expr.Attribute member
              ? Optional.of(member.value())
              : expression instanceof Expr.Call call
                  ? Optional.of(call.callee())
                  : Optional.empty();
    }
    return Stream.empty();
  }
}
