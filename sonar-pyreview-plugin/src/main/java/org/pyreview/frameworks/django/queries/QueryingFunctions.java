package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** A project's functions, and methods of its models, that query the database themselves. */
final class QueryingFunctions {

  private static final Set<String> WRITES =
      Set.of(
          "save",
          "full_clean",
          "create",
          "get_or_create",
          "update_or_create",
          "bulk_create",
          "refresh_from_db");

  /** What a related manager never answers with rows that are prefetched. */
  private static final Set<String> ASKING =
      Set.of(
          "filter",
          "exclude",
          "get",
          "latest",
          "earliest",
          "aggregate",
          "annotate",
          "order_by",
          "values",
          "values_list");

  private final ProjectCode code;
  private final ModelIndex models;
  private final Set<String> functions = new HashSet<>();
  private final Map<String, Boolean> methods = new HashMap<>();

  QueryingFunctions(Project project) {
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    for (ModuleCode module : code.mainModules()) {
      module.functions().forEach(function -> read(function, module));
    }
  }

  private void read(Stmt.Function function, ModuleCode module) {
    Optional<Stmt.ClassDef> owner = module.classOf(function);
    if (owner.isEmpty()) {
      if (queries(function)) {
        functions.add(function.name());
      }
    } else if (isTelling(function.name())) {
      boolean queries =
          models
              .of(code.classCode(module, owner.get()))
              .filter(model -> queries(function) || asksForOwn(function, model))
              .isPresent();
      methods.merge(function.name(), queries, Boolean::logicalAnd);
    }
  }

  /** A single word may be a method of anything. */
  private static boolean isTelling(String name) {
    return name.indexOf('_') > 0;
  }

  /**
   * Whether a call runs one: a function by its name, a method where all methods of that name query.
   */
  boolean areCalled(Expr.Call call) {
    return call.callee() instanceof Expr.Name name
        ? functions.contains(name.id())
        : methods.getOrDefault(call.name(), false);
  }

  /** {@code row.save()}, {@code Order.objects.filter(…)}. */
  static boolean isQuery(Expr.Call call) {
    boolean isOfManager =
        call.receiver()
            .flatMap(Expr::dotted)
            .filter(name -> name.matches(".*\\.(?:objects|_default_manager|_base_manager)"))
            .isPresent();
    boolean isDelete = call.name().equals("delete") && call.arguments().isEmpty();
    return isOfManager
        || (call.receiver().isPresent() && (isDelete || WRITES.contains(call.name())));
  }

  private static boolean queries(Stmt.Function function) {
    return function
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(each -> each instanceof Expr.Call call && isQuery(call));
  }

  /** {@code self.lines.filter(…)}: rows of its own by conditions, which no prefetch answers. */
  private boolean asksForOwn(Stmt.Function function, DjangoModel model) {
    return function
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && ASKING.contains(call.name())
                    && manager(call).filter(name -> isOfMany(name, model)).isPresent());
  }

  /** The attribute of {@code self} that a chain of calls begins with. */
  private static Optional<String> manager(Expr.Call call) {
    Optional<Expr> at = call.receiver();
    while (at.isPresent() && at.get() instanceof Expr.Call inner) {
      at = inner.receiver();
    }
    return at.filter(each -> each instanceof Expr.Attribute)
        .map(each -> (Expr.Attribute) each)
        .filter(each -> each.value() instanceof Expr.Name owner && owner.id().equals("self"))
        .map(Expr.Attribute::name);
  }

  private boolean isOfMany(String name, DjangoModel model) {
    return models.relation(model, name).filter(Relation::isMany).isPresent();
  }
}
