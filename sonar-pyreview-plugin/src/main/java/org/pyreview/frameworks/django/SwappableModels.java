package org.pyreview.frameworks.django;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Functions that give the model which a setting names, as Django's {@code get_user_model()} does:
 * {@code getattr(settings, "SHOP_ORDER_MODEL", "shop.Order")}.
 */
final class SwappableModels {

  private static final Pattern GIVING_MODEL = Pattern.compile("_?get_\\w*model(?:_class)?");

  private SwappableModels() {}

  /** The model that a call gives if no setting says otherwise. */
  static Optional<DjangoModel> given(
      Expr.Call call, ModuleCode module, ProjectCode code, ModelIndex models) {
    if (!GIVING_MODEL.matcher(call.name()).matches()
        || !(code.meaning(module, call.callee()) instanceof Meaning.Function function)) {
      return Optional.empty();
    }
    List<DjangoModel> named =
        Stream.concat(
                Stream.of(function), called(function, code).filter(each -> !each.equals(function)))
            .flatMap(each -> expressions(each.definition()))
            .filter(Expr.Text.class::isInstance)
            .flatMap(each -> models.byLabel(((Expr.Text) each).value()).stream())
            .distinct()
            .toList();
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  private static Stream<Meaning.Function> called(Meaning.Function function, ProjectCode code) {
    return expressions(function.definition())
        .filter(each -> each instanceof Expr.Call call && call.callee() instanceof Expr.Name)
        .map(each -> code.meaning(function.module(), ((Expr.Call) each).callee()))
        .filter(Meaning.Function.class::isInstance)
        .map(Meaning.Function.class::cast);
  }

  private static Stream<Expr> expressions(Stmt.Function function) {
    return function.statements().flatMap(each -> each.expressions().stream()).flatMap(Expr::all);
  }
}
