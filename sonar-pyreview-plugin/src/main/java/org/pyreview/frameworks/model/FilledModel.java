package org.pyreview.frameworks.model;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.dataflow.Flow;
import org.pyreview.dataflow.Step;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The model whose fields a call sets all at once. */
public final class FilledModel {

  private static final Pattern SCHEMA =
      Pattern.compile("(?i).*schema\\w*\\.(?:load|loads|validate|model_validate|parse_obj)");

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

  /** Whether the function that a client's data enters gives it to a schema first. */
  public static boolean isLoadedBySchema(Flow flow, Project project) {
    Step start = flow.steps().get(0);
    ProjectCode code = ProjectCode.of(project);
    return code.module(start.file()).stream()
        .flatMap(module -> CodeScope.of(code, module).stream())
        .filter(scope -> scope.function().filter(each -> contains(each, start)).isPresent())
        .flatMap(CodeScope::calls)
        .anyMatch(call -> SCHEMA.matcher(call.callee().dotted().orElse("")).matches());
  }

  private static boolean contains(Stmt.Function function, Step step) {
    return function.place().line() <= step.place().line()
        && function
            .statements()
            .anyMatch(
                each ->
                    each.place().line() <= step.place().line()
                        && step.place().line() <= each.place().endLine());
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
