package org.pyreview.frameworks.async;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The functions that requests and messages may get to: what a framework calls, and whatever those
 * mention. What nobody mentions, or only code that runs before the first request, isn't among them.
 */
final class ReachedFunctions {

  /** Decorators that leave it to the project's own code to call a function. */
  private static final Set<String> PASSIVE =
      Set.of(
          "staticmethod",
          "classmethod",
          "property",
          "cached_property",
          "override",
          "contextmanager",
          "asynccontextmanager",
          "abstractmethod",
          "cache",
          "lru_cache",
          "retry",
          "wraps");

  /** Parameters of views and handlers, whose routes may stand anywhere. */
  private static final Set<String> FROM_CLIENTS = Set.of("request", "websocket");

  private final Map<String, List<Set<String>>> mentions = new HashMap<>();
  private final Map<String, String> functions = new HashMap<>();
  private final Set<String> reached = new HashSet<>();

  ReachedFunctions(List<ModuleCode> modules) {
    modules.forEach(
        module -> module.functions().forEach(each -> functions.put(each.name(), each.name())));
    Deque<String> open = new ArrayDeque<>();
    for (ModuleCode module : modules) {
      BeforeTraffic before = BeforeTraffic.in(module);
      module
          .functions()
          .filter(each -> !before.contains(each))
          .forEach(
              each -> {
                Set<String> names = names(each.body().stream().flatMap(Stmt::everyExpression));
                mentions.computeIfAbsent(each.name(), key -> new ArrayList<>()).add(names);
                if (isEntry(module, each)) {
                  open.addAll(names);
                }
                // Depends(get_user)
                open.addAll(names(each.expressions().stream().flatMap(Expr::all)));
              });
      open.addAll(
          names(
              Stream.concat(
                      module.topLevel(), module.classes().flatMap(each -> each.body().stream()))
                  .filter(each -> !(each instanceof Stmt.Function) && !each.isForProgram())
                  .flatMap(each -> each.expressions().stream())
                  .flatMap(Expr::all)));
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      if (reached.add(name)) {
        mentions.getOrDefault(name, List.of()).forEach(open::addAll);
      }
    }
  }

  boolean contains(ModuleCode module, Stmt.Function function) {
    return reached.contains(function.name()) || isEntry(module, function);
  }

  private static boolean isEntry(ModuleCode module, Stmt.Function function) {
    boolean isRegistered =
        function.decorators().stream()
            .map(each -> each instanceof Expr.Call call ? call.callee() : each)
            .flatMap(each -> each.dotted().stream())
            .anyMatch(each -> !PASSIVE.contains(QualifiedName.of(each).lastName()));
    boolean isHandler =
        function.parameters().stream().anyMatch(each -> FROM_CLIENTS.contains(each.name()));
    // A method may stand for one of the base class, which then calls it.
    return isRegistered
        || isHandler
        || function.name().startsWith("__")
        || module.classOf(function).filter(each -> !each.bases().isEmpty()).isPresent();
  }

  /** The names of the project's functions that are mentioned, also in "app.views.price". */
  private Set<String> names(Stream<Expr> expressions) {
    Set<String> names = new HashSet<>();
    expressions.forEach(
        each -> {
          String name =
              each instanceof Expr.Name plain
                  ? plain.id()
                  : each instanceof Expr.Attribute member
                      ? member.name()
                      : each instanceof Expr.Text text
                          ? QualifiedName.of(text.value()).lastName()
                          : "";
          if (functions.containsKey(name)) {
            names.add(functions.get(name));
          }
        });
    return names;
  }
}
