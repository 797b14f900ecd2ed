package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.EditDistance;
import org.pyreview.project.code.ExpectedFailures;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * A place where code or a template names a route.
 *
 * @param name as it is written
 */
public record RouteReference(ProjectFile file, Place place, String name) {

  private static final int CLOSE = 2;

  /**
   * The literal first arguments of calls, by position or name, where nobody waits for the call to
   * fail.
   *
   * @param functions plain names of the functions, one of which every file with such a call has
   * @param keywords names of the first argument
   * @param isNaming whether a function, by its qualified name, takes the name of a route
   * @param names whether a call, by the qualified name of its function, names a route
   */
  public static List<RouteReference> inCode(
      Project project, List<String> functions, List<String> keywords, Predicate<String> isNaming) {
    ProjectCode code = ProjectCode.of(project);
    List<RouteReference> found = new ArrayList<>();
    for (ModuleCode module : code.modules()) {
      if (!module.mentions(functions.toArray(String[]::new))) {
        continue;
      }
      ExpectedFailures failures = ExpectedFailures.of(module);
      for (CodeScope scope : CodeScope.of(code, module)) {
        scope
            .calls()
            .filter(call -> !call.arguments().isEmpty())
            .filter(call -> first(call, keywords) instanceof Expr.Text)
            .filter(call -> isNaming.test(scope.meaning(call.callee()).external()))
            .filter(call -> !failures.contain(call))
            .map(call -> (Expr.Text) first(call, keywords))
            .forEach(
                text -> found.add(new RouteReference(module.file(), text.place(), text.value())));
      }
    }
    return found;
  }

  /** The first argument: null if it is unpacked, or passed by another name. */
  private static Expr first(Expr.Call call, List<String> keywords) {
    List<Expr> positional = call.positional();
    return positional.isEmpty()
        ? keywords.stream().flatMap(each -> call.named(each).stream()).findFirst().orElse(null)
        : positional.get(0);
  }

  /** The route whose name differs least, in at most two characters, if it is just one. */
  public Optional<NamedRoute> closest(Collection<NamedRoute> routes) {
    for (int distance = 1; distance <= CLOSE; distance++) {
      Map<String, NamedRoute> close = new HashMap<>();
      for (NamedRoute route : routes) {
        if (distance(route.name(), name) == distance) {
          close.put(route.name(), route);
        }
      }
      if (!close.isEmpty()) {
        return close.size() == 1 ? close.values().stream().findFirst() : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int distance(String one, String other) {
    return Math.abs(one.length() - other.length()) > CLOSE
        ? CLOSE + 1
        : EditDistance.between(one, other);
  }
}
