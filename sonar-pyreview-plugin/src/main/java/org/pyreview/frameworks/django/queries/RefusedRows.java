package org.pyreview.frameworks.django.queries;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Rows of which there is one at most, since the code that asks for them refuses another one. */
public final class RefusedRows {

  private static final Pattern CLIENT_ERROR =
      Pattern.compile("(?:.*[._])?(?:HTTP_)?4\\d\\d(?:_.*)?");
  private static final Pattern ERROR_RESPONSE =
      Pattern.compile("HttpResponse(?:BadRequest|Forbidden|NotAllowed)");

  private final ModelIndex models;
  private final ProjectCode code;

  public RefusedRows(Project project) {
    models = ModelIndex.of(project);
    code = ProjectCode.of(project);
  }

  /**
   * Whether the answer to a question keeps the rows few: where there is one already, an exception
   * or an error response refuses another one with the same values.
   *
   * @param question the comparison or the queryset whose truth is asked
   */
  public boolean areAskedFor(Expr question, Value.Rows rows, ModuleCode module) {
    return module
        .functions()
        .filter(function -> isRefusal(function, question))
        .anyMatch(
            function ->
                isAboutValues(rows) || isLookup(rows) || adds(function, rows.model(), module));
  }

  private static boolean isAboutValues(Value.Rows rows) {
    return FewRows.conditions(rows.query().origin())
        .map(each -> rows.query().model().field(each.keyword()))
        .anyMatch(field -> field.filter(each -> !each.type().isRelation()).isPresent());
  }

  /** A function of the project that looks for the values it gets. */
  private static boolean isLookup(Value.Rows rows) {
    return rows.query().origin() instanceof Expr.Call call && call.callee() instanceof Expr.Name;
  }

  private static boolean isRefusal(Stmt.Function function, Expr question) {
    return function.body().stream()
        .flatMap(Stmt::everything)
        .anyMatch(
            each ->
                each instanceof Stmt.If branch
                    && branch.otherwise().isEmpty()
                    && refuses(branch.body().get(branch.body().size() - 1))
                    && branch.test().all().anyMatch(part -> part.place().equals(question.place())));
  }

  private static boolean refuses(Stmt last) {
    if (last instanceof Stmt.Leave leave) {
      return leave.keyword().equals("raise");
    }
    return last instanceof Stmt.Return answer
        && answer.value().filter(RefusedRows::isError).isPresent();
  }

  /** {@code Response(…, status=400)}, {@code HttpResponseBadRequest()}. */
  private static boolean isError(Expr answer) {
    return answer instanceof Expr.Call call
        && (ERROR_RESPONSE.matcher(call.name()).matches()
            || call.named("status").filter(RefusedRows::isClientError).isPresent());
  }

  private static boolean isClientError(Expr status) {
    return status instanceof Expr.Constant number
        ? CLIENT_ERROR.matcher(number.text()).matches()
        : status.dotted().filter(name -> CLIENT_ERROR.matcher(name).matches()).isPresent();
  }

  /** Whether a function adds a row of a model, itself or by a form or serializer of the model. */
  private boolean adds(Stmt.Function function, DjangoModel model, ModuleCode module) {
    return function.body().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .flatMap(each -> made((Expr.Call) each, module).stream())
        .anyMatch(model::equals);
  }

  private Optional<DjangoModel> made(Expr.Call call, ModuleCode module) {
    if (call.name().equals("create")) {
      return call.receiver()
          .filter(Expr.Attribute.class::isInstance)
          .flatMap(manager -> models.of(module, ((Expr.Attribute) manager).value()));
    }
    if (!(code.meaning(module, call.callee()) instanceof Meaning.Class named)) {
      return Optional.empty();
    }
    ClassCode type = code.classCode(named);
    return models.of(type).or(() -> meta(type).flatMap(each -> models.of(type.module(), each)));
  }

  private static Optional<Expr> meta(ClassCode type) {
    return type.definition().nested("Meta").flatMap(meta -> meta.attribute("model"));
  }
}
