package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Code that makes querysets for callers of any model: a function that sorts what it is given, a
 * mixin that asks for {@code self.model}. It can't load what only one of its callers shows.
 */
final class SharedOrigin {

  private static final Set<String> CHOSEN_BY_VIEW = Set.of("model", "queryset");

  private final ProjectCode code;
  private final HookParameters hooks;

  SharedOrigin(Project project) {
    code = ProjectCode.of(project);
    hooks = HookParameters.of(project);
  }

  /** Whether a queryset is written where rows of several models pass. */
  boolean makes(MissingLoad load) {
    Optional<Expr.Name> root = root(load.origin());
    return root.isPresent()
        && load.module()
            .functions()
            .filter(function -> holds(function, load.origin()))
            .anyMatch(
                function ->
                    isOfView(root.get(), load.origin())
                        ? isOfMixin(function, load.module())
                        : isParameter(root.get(), function)
                            && !isObject(root.get(), function, load.module()));
  }

  private static Optional<Expr.Name> root(Expr origin) {
    Expr at = origin;
    while (true) {
      if (at instanceof Expr.Call call) {
        at = call.callee();
      } else if (at instanceof Expr.Attribute attribute) {
        at = attribute.value();
      } else {
        return at instanceof Expr.Name name ? Optional.of(name) : Optional.empty();
      }
    }
  }

  private static boolean holds(Stmt.Function function, Expr origin) {
    return function.place().line() <= origin.place().line()
        && function.body().stream()
            .flatMap(Stmt::everyExpression)
            .anyMatch(each -> each.place().equals(origin.place()));
  }

  private static boolean isOfView(Expr.Name root, Expr origin) {
    return root.id().equals("self")
        && origin
            .all()
            .anyMatch(
                each ->
                    each instanceof Expr.Attribute attribute
                        && CHOSEN_BY_VIEW.contains(attribute.name()));
  }

  /** Whether neither the method's class nor one it inherits from says which model it is. */
  private boolean isOfMixin(Stmt.Function function, ModuleCode module) {
    return module
        .classOf(function)
        .map(definition -> code.classCode(module, definition))
        .filter(type -> CHOSEN_BY_VIEW.stream().noneMatch(each -> isSaid(type, each)))
        .isPresent();
  }

  private static boolean isSaid(ClassCode type, String name) {
    return type.attribute(name).isPresent();
  }

  /** Whether a base passes the view's one object: its model is the view's. */
  private boolean isObject(Expr.Name root, Stmt.Function function, ModuleCode module) {
    List<String> parameters = function.parameters().stream().map(Expr.Parameter::name).toList();
    return module
        .classOf(function)
        .map(definition -> code.classCode(module, definition))
        .filter(view -> hooks.isObject(view, function.name(), parameters.indexOf(root.id())))
        .isPresent();
  }

  private static boolean isParameter(Expr.Name root, Stmt.Function function) {
    return !root.id().equals("self")
        && function.parameters().stream().anyMatch(each -> each.name().equals(root.id()));
  }
}
