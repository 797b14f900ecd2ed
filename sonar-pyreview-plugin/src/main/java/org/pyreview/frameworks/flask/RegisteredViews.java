package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The functions and classes that a call registers with Flask, instead of a decorator: {@code
 * add_url_rule()}, {@code register_error_handler()} and {@code add_resource()}.
 */
final class RegisteredViews {

  private static final String[] CALLS = {"add_url_rule", "register_error_handler", "add_resource"};

  private final Map<Definition, List<Expr>> rules = new HashMap<>();

  private record Definition(ModuleCode module, Place place) {}

  private RegisteredViews(Project project) {
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions(CALLS)) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope.calls().forEach(call -> read(call, scope));
        }
      }
    }
  }

  /** Those of a project; worked out once. */
  static RegisteredViews of(Project project) {
    return project.knowledge(RegisteredViews.class, RegisteredViews::new);
  }

  private void read(Expr.Call call, CodeScope scope) {
    switch (call.name()) {
      case "add_url_rule" ->
          call.at(2, "view_func")
              .ifPresent(view -> add(view, call.at(0, "rule").stream().toList(), scope));
      case "register_error_handler" ->
          call.at(1, "f").ifPresent(view -> add(view, List.of(), scope));
      case "add_resource" -> {
        List<Expr> positional = call.positional();
        if (positional.size() > 1) {
          add(positional.get(0), positional.subList(1, positional.size()), scope);
        }
      }
      default -> {
        // Registers nothing.
      }
    }
  }

  /** {@code orders}, or {@code Orders.as_view("orders")}. */
  private void add(Expr view, List<Expr> written, CodeScope scope) {
    Expr named =
        view instanceof Expr.Call made && made.name().equals("as_view")
            ? made.receiver().orElse(view)
            : view;
    Meaning meaning = scope.meaning(named);
    if (meaning instanceof Meaning.Function function) {
      put(new Definition(function.module(), function.definition().place()), written);
    } else if (meaning instanceof Meaning.Class type) {
      put(new Definition(type.module(), type.definition().place()), written);
    }
  }

  private void put(Definition definition, List<Expr> written) {
    rules.computeIfAbsent(definition, key -> new ArrayList<>()).addAll(written);
  }

  /** The URL rules of a function; empty if no call registers it. */
  Optional<List<Expr>> of(ModuleCode module, Stmt.Function function) {
    return Optional.ofNullable(rules.get(new Definition(module, function.place())));
  }

  /** The URL rules of a class, if a call registers it. */
  List<Expr> of(ClassCode type) {
    return rules.getOrDefault(new Definition(type.module(), type.definition().place()), List.of());
  }
}
