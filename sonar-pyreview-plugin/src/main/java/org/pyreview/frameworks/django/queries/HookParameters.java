package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * What base views of the project pass to methods that their views override: {@code
 * self.get_extra_context(request, instance)} behind {@code instance = self.get_object()}.
 */
final class HookParameters {

  private static final String GETTER = "get_object";

  private final Map<ClassCode, Map<String, Set<Integer>>> objects = new HashMap<>();

  private HookParameters() {}

  /** What is known so far; each base is read once. */
  static HookParameters of(Project project) {
    return project.knowledge(HookParameters.class, each -> new HookParameters());
  }

  /**
   * Whether a base passes the view's object to a method.
   *
   * @param position of the parameter, {@code self} included
   */
  boolean isObject(ClassCode view, String method, int position) {
    return view.lineage().stream()
        .filter(base -> base != view)
        .anyMatch(
            base ->
                objects
                    .computeIfAbsent(base, HookParameters::objectsOf)
                    .getOrDefault(method, Set.of())
                    .contains(position));
  }

  private static Map<String, Set<Integer>> objectsOf(ClassCode base) {
    Map<String, Set<Integer>> found = new HashMap<>();
    base.body()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .forEach(each -> addFrom(each, found));
    return found;
  }

  private static void addFrom(Stmt.Function function, Map<String, Set<Integer>> found) {
    Set<String> holding = new HashSet<>();
    function
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(each -> each.value().filter(HookParameters::isGetter).isPresent())
        .forEach(each -> each.name().ifPresent(holding::add));
    function
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(each -> each instanceof Expr.Call call && isOfSelf(call))
        .map(Expr.Call.class::cast)
        .forEach(call -> addFrom(call, holding, found));
  }

  private static void addFrom(
      Expr.Call hook, Set<String> holding, Map<String, Set<Integer>> found) {
    for (int i = 0; i < hook.positional().size(); i++) {
      Expr argument = hook.positional().get(i);
      if (isGetter(argument) || argument.dotted().filter(holding::contains).isPresent()) {
        found.computeIfAbsent(hook.name(), key -> new HashSet<>()).add(i + 1);
      }
    }
  }

  private static boolean isGetter(Expr value) {
    return value instanceof Expr.Call call && call.name().equals(GETTER) && isOfSelf(call);
  }

  private static boolean isOfSelf(Expr.Call call) {
    Optional<String> receiver = call.receiver().flatMap(Expr::dotted);
    return receiver.filter("self"::equals).isPresent();
  }
}
