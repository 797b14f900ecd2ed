package org.pyreview.frameworks.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Functions and properties of the project that give a text it fixes: {@code dialect.now} is {@code
 * "now()"} for one database and {@code "CURRENT_TIMESTAMP"} for another.
 */
final class FixedTexts {

  private static final Set<String> RECEIVERS = Set.of("self", "cls");

  private final ProjectCode code;
  private final Map<String, Boolean> known = new HashMap<>();
  private Map<String, List<CodeScope>> functions;

  FixedTexts(ProjectCode code) {
    this.code = code;
  }

  /** Whether all functions of the project with a name give nothing but text that they fix. */
  boolean giveFixedText(String name) {
    Boolean answer = known.get(name);
    if (answer == null) {
      known.put(name, false);
      List<CodeScope> named = functions().getOrDefault(name, List.of());
      answer = !named.isEmpty() && named.stream().allMatch(this::isFixed);
      known.put(name, answer);
    }
    return answer;
  }

  /**
   * Whether all calls of a function that only its own file is to call pass a parameter something
   * fixed.
   */
  boolean arePassedTo(Stmt.Function function, Expr.Parameter parameter) {
    boolean isPrivate = function.name().startsWith("_") && !function.name().startsWith("__");
    if (!isPrivate || !parameter.stars().isEmpty()) {
      return false;
    }
    String key = function.name() + "(" + function.place() + " " + parameter.name();
    Boolean answer = known.get(key);
    if (answer == null) {
      known.put(key, false);
      answer = arePassedByAll(function, parameter);
      known.put(key, answer);
    }
    return answer;
  }

  private boolean arePassedByAll(Stmt.Function function, Expr.Parameter parameter) {
    List<String> names =
        function.parameters().stream()
            .map(Expr.Parameter::name)
            .filter(name -> !RECEIVERS.contains(name))
            .toList();
    int calls = 0;
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions(function.name())) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          FixedParts parts = new FixedParts(scope, code, this);
          for (Expr.Call call : scope.calls().toList()) {
            if (call.name().equals(function.name())) {
              calls++;
              Optional<Expr> passed =
                  passed(call, names.indexOf(parameter.name()), parameter.name())
                      .or(parameter::standard);
              if (passed.filter(parts::contains).isEmpty()) {
                return false;
              }
            }
          }
        }
      }
    }
    return calls > 0;
  }

  private static Optional<Expr> passed(Expr.Call call, int index, String name) {
    List<Expr.Argument> byPosition =
        call.arguments().stream().filter(each -> each.keyword().isEmpty()).toList();
    return index >= 0 && index < byPosition.size()
        ? Optional.of(byPosition.get(index).value())
        : call.named(name);
  }

  private boolean isFixed(CodeScope function) {
    FixedParts parts = new FixedParts(function, code, this);
    List<Stmt.Return> returns =
        function
            .statements()
            .filter(Stmt.Return.class::isInstance)
            .map(Stmt.Return.class::cast)
            .toList();
    return !returns.isEmpty()
        && returns.stream()
            .map(Stmt.Return::value)
            .flatMap(Optional::stream)
            .allMatch(parts::contains);
  }

  private Map<String, List<CodeScope>> functions() {
    if (functions == null) {
      functions = new HashMap<>();
      for (ModuleCode module : code.mainModules()) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .function()
              .ifPresent(
                  each ->
                      functions.computeIfAbsent(each.name(), key -> new ArrayList<>()).add(scope));
        }
      }
    }
    return functions;
  }
}
