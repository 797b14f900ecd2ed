package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.project.Place;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The applications and blueprints that a Flask project makes, and which of them an expression is:
 * through names, imports, and functions that make one and return it.
 */
final class Blueprints {

  private static final int DEEPEST = 6;
  private static final Set<String> BLUEPRINTS =
      Set.of("flask.Blueprint", "flask.blueprints.Blueprint");
  private static final Set<String> APPLICATIONS = Set.of("flask.Flask", "flask.app.Flask");

  private final ProjectCode code;
  private final Constants constants;
  private final Map<String, Holder> holders = new LinkedHashMap<>();
  private final Set<String> namesElsewhere = new HashSet<>();
  private final Map<Stmt.Function, Optional<Holder>> returned = new HashMap<>();
  private boolean areAllNamed = true;

  /** An application or blueprint. */
  static final class Holder {
    final ModuleCode module;
    final String name;
    final boolean isApplication;
    final Optional<UrlPattern> prefix;
    final List<Rule> rules = new ArrayList<>();
    final List<Registration> parents = new ArrayList<>();

    /** Whether it has routes that can't be seen. */
    boolean isOpen;

    Holder(ModuleCode module, String name, boolean isApplication, Optional<UrlPattern> prefix) {
      this.module = module;
      this.name = name;
      this.isApplication = isApplication;
      this.prefix = prefix;
    }

    /** Whether every place it is registered at is known. */
    boolean isPlaced() {
      return isPlaced(0);
    }

    private boolean isPlaced(int depth) {
      return isApplication
          || (!parents.isEmpty()
              && depth <= DEEPEST
              && parents.stream()
                  .allMatch(
                      each ->
                          each.isCertain()
                              && each.parent()
                                  .filter(parent -> !parent.isPlaced(depth + 1))
                                  .isEmpty()));
    }
  }

  record Rule(String endpoint, UrlPattern pattern, ModuleCode module, Place place) {}

  /**
   * @param parent what takes it; empty for something that is taken for an application
   * @param name replaces the blueprint's own; empty for none
   * @param isCertain whether both are known
   */
  record Registration(
      Optional<Holder> parent, String name, Optional<UrlPattern> prefix, boolean isCertain) {}

  Blueprints(ProjectCode code, Constants constants) {
    this.code = code;
    this.constants = constants;
    Set<ModuleCode> main = new HashSet<>(code.mainModules());
    for (ModuleCode module : code.modules()) {
      if (module.mentions("Flask", "Blueprint")) {
        boolean isMain = main.contains(module);
        CodeScope.of(code, module).forEach(scope -> collect(scope, isMain));
      }
    }
  }

  private void collect(CodeScope scope, boolean isMain) {
    Set<Expr> kept = new HashSet<>();
    scope
        .statements()
        .forEach(
            each -> {
              if (each instanceof Stmt.Assign assign && assign.name().isPresent()) {
                assign.value().ifPresent(kept::add);
              } else if (each instanceof Stmt.Return back) {
                back.value().ifPresent(kept::add);
              }
            });
    scope.calls().forEach(call -> collect(scope, call, isMain && kept.contains(call), isMain));
  }

  private void collect(CodeScope scope, Expr.Call call, boolean isKept, boolean isMain) {
    String made = scope.meaning(call.callee()).external();
    if (BLUEPRINTS.contains(made)) {
      String name =
          call.at(0, "name").flatMap(each -> constants.text(scope.module(), each)).orElse("");
      areAllNamed &= !name.isEmpty() || !isMain;
      if (isKept && !name.isEmpty()) {
        add(scope, call, new Holder(scope.module(), name, false, prefix(scope, call)));
      } else {
        namesElsewhere.add(name);
      }
    } else if (APPLICATIONS.contains(made) && isMain) {
      add(scope, call, new Holder(scope.module(), "", true, Optional.empty()));
    }
  }

  private void add(CodeScope scope, Expr.Call call, Holder holder) {
    holders.put(key(scope.module(), call), holder);
  }

  private static String key(ModuleCode module, Expr made) {
    return module + " " + made.place();
  }

  /** The prefix that a constructor or a registration gives; empty if it gives none. */
  Optional<UrlPattern> prefix(CodeScope scope, Expr.Call call) {
    return call.named("url_prefix")
        .map(
            each ->
                constants
                    .text(scope.module(), each)
                    .map(UrlPattern::ofRoute)
                    .orElseGet(() -> isNone(each) ? UrlPattern.EMPTY : UrlPattern.UNKNOWN));
  }

  static boolean isNone(Expr value) {
    return value instanceof Expr.Constant constant && constant.text().equals("None");
  }

  /** All of them, in the order of the code. */
  Stream<Holder> all() {
    return holders.values().stream();
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }

  /** Whether the names of all blueprints are written out. */
  boolean areAllNamed() {
    return areAllNamed;
  }

  /** The names of blueprints that tests and examples make, or that nothing holds. */
  Set<String> namesElsewhere() {
    return namesElsewhere;
  }

  /** The application or blueprint that an expression is, if that can be told. */
  Optional<Holder> of(CodeScope scope, Expr expression) {
    return of(scope, expression, 0);
  }

  private Optional<Holder> of(CodeScope scope, Expr expression, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (expression instanceof Expr.Call call) {
      Holder made = holders.get(key(scope.module(), call));
      return made != null ? Optional.of(made) : ofCall(scope, call, depth);
    }
    if (expression.dotted().isPresent() && scope.meaning(expression) instanceof Meaning.Value is) {
      boolean isHere = is.module() == scope.module();
      return of(isHere ? scope : scope.ofFile(is.module()), is.value(), depth + 1);
    }
    return Optional.empty();
  }

  private Optional<Holder> ofCall(CodeScope scope, Expr.Call call, int depth) {
    if (!(scope.meaning(call.callee()) instanceof Meaning.Function function)
        || !function.module().mentions("Flask", "Blueprint")) {
      return Optional.empty();
    }
    Stmt.Function definition = function.definition();
    if (!returned.containsKey(definition)) {
      returned.put(definition, Optional.empty());
      CodeScope.ofFunction(code, function)
          .flatMap(body -> returnedBy(body, depth))
          .ifPresent(each -> returned.put(definition, Optional.of(each)));
    }
    return returned.get(definition);
  }

  /** What all its returns give, if that is one and the same. */
  private Optional<Holder> returnedBy(CodeScope body, int depth) {
    Set<Optional<Holder>> all = new LinkedHashSet<>();
    body.statements()
        .filter(Stmt.Return.class::isInstance)
        .map(each -> ((Stmt.Return) each).value())
        .forEach(value -> all.add(value.flatMap(each -> of(body, each, depth + 1))));
    return all.size() == 1 ? all.iterator().next() : Optional.empty();
  }

  /** What a name stands for in turn, where a loop over a list that is written out binds it. */
  List<Expr> alternatives(CodeScope scope, Expr expression) {
    if (expression instanceof Expr.Name name) {
      for (Stmt each : scope.statements().toList()) {
        if (each instanceof Stmt.For loop
            && loop.target() instanceof Expr.Name target
            && target.id().equals(name.id())) {
          return listed(scope, loop.iterable());
        }
      }
    }
    return List.of(expression);
  }

  private static List<Expr> listed(CodeScope scope, Expr iterable) {
    Expr list =
        scope.meaning(iterable) instanceof Meaning.Value is && is.module() == scope.module()
            ? is.value()
            : iterable;
    return list instanceof Expr.Collection collection ? collection.elements() : List.of(iterable);
  }
}
