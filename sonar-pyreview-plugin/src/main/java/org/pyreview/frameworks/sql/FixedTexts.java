package org.pyreview.frameworks.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Functions and properties of the project that give a text it fixes: {@code dialect.now} is {@code
 * "now()"} for one database and {@code "CURRENT_TIMESTAMP"} for another.
 */
final class FixedTexts {

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
