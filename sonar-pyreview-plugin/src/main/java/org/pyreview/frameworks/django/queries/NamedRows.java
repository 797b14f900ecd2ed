package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * Parameters without annotation that can only be rows: one is called like a single model of the
 * project, and the function asks for what many rows that model's rows have, {@code def
 * names(order)} with {@code order.lines.filter(…)}.
 */
final class NamedRows {

  private final ModelIndex models;
  private final Map<String, DjangoModel> byName = new HashMap<>();

  private NamedRows(Project project) {
    models = ModelIndex.of(project);
    Set<String> ambiguous = new HashSet<>();
    for (DjangoModel model : models.concrete()) {
      String name = parameterName(model.name());
      if (byName.put(name, model) != null) {
        ambiguous.add(name);
      }
    }
    byName.keySet().removeAll(ambiguous);
  }

  static NamedRows of(Project project) {
    return project.knowledge(NamedRows.class, NamedRows::new);
  }

  /** {@code order_line} for {@code OrderLine}. */
  private static String parameterName(String model) {
    return model.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** The model of what a parameter of a function holds. */
  Optional<DjangoModel> model(String parameter, Stmt.Function function) {
    return Optional.ofNullable(byName.get(parameter))
        .filter(
            model ->
                function
                    .statements()
                    .flatMap(each -> each.expressions().stream())
                    .flatMap(Expr::all)
                    .anyMatch(each -> asksForMany(each, parameter, model)));
  }

  /** {@code order.lines.filter(…)}. */
  private boolean asksForMany(Expr expression, String parameter, DjangoModel model) {
    return expression instanceof Expr.Call call
        && call.callee() instanceof Expr.Attribute method
        && Expressions.REFINING.contains(method.name())
        && method.value() instanceof Expr.Attribute accessor
        && accessor.value() instanceof Expr.Name owner
        && owner.id().equals(parameter)
        && models.relation(model, accessor.name()).filter(Relation::isMany).isPresent();
  }
}
