package org.pyreview.dataflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Place;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Follows data of the client through the functions of a project: every function that the outside
 * calls is interpreted over what its names can hold instead of what they do hold, and so are the
 * functions that it calls.
 *
 * @see <a href="https://doi.org/10.1145/512950.512973">Cousot and Cousot: Abstract interpretation
 *     (1977)</a>
 */
public final class Engine {

  /** Deeper calls are not followed. */
  private static final int DEEPEST = 4;

  /** Expressions that one entry may cost, those of the functions it calls included. */
  private static final int MOST_STEPS = 150_000;

  private static final int MODULES_AT_HAND = 48;

  private final ProjectCode code;
  private final FlowTables tables;
  private final Outside outside;
  private final Map<FlowKey, Flow> flows = new LinkedHashMap<>();
  private final Map<String, Summary> summaries = new HashMap<>();
  private final Map<String, Value> assigned = new HashMap<>();
  private final Map<List<String>, Boolean> used = new HashMap<>();
  private final Deque<String> running = new ArrayDeque<>();
  private final Map<ModuleCode, Map<Place, CodeScope>> scopes =
      new LinkedHashMap<>(MODULES_AT_HAND, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ModuleCode, Map<Place, CodeScope>> eldest) {
          return size() > MODULES_AT_HAND;
        }
      };
  private int steps;

  private record FlowKey(Danger danger, String file, Place place, String printed) {}

  /**
   * What a function came to, for all calls that pass the same.
   *
   * @param depth of the call; one further out could follow more calls
   */
  private record Summary(
      int depth,
      Value result,
      Map<String, Value> after,
      Map<String, Set<Danger>> checked,
      Map<String, Set<Danger>> checkedIfTrue,
      boolean neverReturns) {}

  private Engine(ProjectCode code, FlowTables tables, Outside outside) {
    this.code = code;
    this.tables = tables;
    this.outside = outside;
  }

  /**
   * The flows of a project, one for each place where data arrives.
   *
   * @param mentioned only files with one of these texts are looked at
   * @param outside says how the outside meets the code
   */
  public static List<Flow> flows(
      ProjectCode code, FlowTables tables, String[] mentioned, Outside outside) {
    Engine engine = new Engine(code, tables, outside);
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions(mentioned)) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope.function().ifPresent(function -> engine.enter(scope, outside.entryOf(scope)));
        }
      }
    }
    return List.copyOf(engine.flows.values());
  }

  private void enter(CodeScope scope, Entry entry) {
    steps = 0;
    State state = new State();
    Stmt.Function function = scope.function().get();
    Body body = new Body(new Frame(this, scope, 0, entry.answer()));
    entry.parameters().forEach(state::set);
    state.check(State.EVERYTHING, entry.harmless());
    entry.provided().forEach((name, provider) -> state.set(name, provided(provider, 0)));
    self(scope, entry).ifPresent(value -> state.set(function.parameters().get(0).name(), value));
    standards(function, state, body).forEach((name, standard) -> state.set(name, standard.open()));
    body.runFunction(function, state);
  }

  /** What a function returns that the framework calls for the sake of another one. */
  private Value provided(Meaning.Function provider, int depth) {
    Optional<CodeScope> scope = scope(provider.module(), provider.definition().place());
    if (scope.isEmpty() || depth > DEEPEST) {
      return Value.UNKNOWN;
    }
    Entry entry = outside.entryOfProvider(scope.get());
    State state = new State();
    entry.parameters().forEach(state::set);
    entry.provided().forEach((name, inner) -> state.set(name, provided(inner, depth + 1)));
    Body body = new Body(new Frame(this, scope.get(), depth, Entry.NONE.answer()));
    body.runFunction(provider.definition(), state);
    return body.returned();
  }

  /** What the first parameter of a method is. */
  private static Optional<Value> self(CodeScope scope, Entry entry) {
    Stmt.Function function = scope.function().get();
    boolean isBound =
        function.parameters().size() > 0 && function.parameters().get(0).name().equals("self");
    return isBound
        ? scope
            .outer()
            .flatMap(CodeScope::classCode)
            .map(type -> Value.object(type, entry.attributes()))
        : Optional.empty();
  }

  FlowTables tables() {
    return tables;
  }

  ProjectCode code() {
    return code;
  }

  Outside outside() {
    return outside;
  }

  /** Whether some file of the project imports one of these packages. */
  boolean usesAny(List<String> packages) {
    return used.computeIfAbsent(
        packages,
        key -> code.modules().stream().anyMatch(each -> each.importsAny(Set.copyOf(packages))));
  }

  boolean mayGoOn() {
    return steps++ < MOST_STEPS;
  }

  void report(Flow flow) {
    String printed = flow.output().map(TemplateOutput::variable).orElse("");
    flows.putIfAbsent(
        new FlowKey(flow.danger(), flow.file().toString(), flow.place(), printed), flow);
  }

  /** What a class of the project has under a name. */
  Meaning member(ClassCode type, String name) {
    Optional<Meaning> method =
        type.method(name).map(found -> new Meaning.Function(found.owner().module(), found.value()));
    return method
        .or(
            () ->
                type.attribute(name)
                    .map(found -> new Meaning.Value(found.owner().module(), found.value())))
        .orElse(new Meaning.Unknown());
  }

  /** What a file of the project assigns to a name once and for all. */
  Value assigned(Meaning.Value meaning, int depth) {
    String key = meaning.module() + " " + meaning.value().place();
    Value known = assigned.get(key);
    if (known == null) {
      assigned.put(key, Value.UNKNOWN);
      Frame frame =
          new Frame(this, CodeScope.ofFile(code, meaning.module()), depth + 1, Entry.NONE.answer());
      known =
          depth > DEEPEST
              ? Value.UNKNOWN
              : new Body(frame).evaluation().of(meaning.value(), new State());
      assigned.put(key, known);
    }
    return known;
  }

  Outcome call(Meaning.Function function, Passed passed, int depth) {
    Stmt.Function definition = function.definition();
    Optional<CodeScope> scope =
        depth > DEEPEST ? Optional.empty() : scope(function.module(), definition.place());
    if (scope.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    Map<String, Passed.Argument> bound = Frame.bind(definition, passed);
    State state = new State();
    Optional<String> self =
        passed
            .receiver()
            .filter(each -> !definition.parameters().isEmpty())
            .map(each -> definition.parameters().get(0).name());
    self.ifPresent(name -> state.set(name, passed.receiver().get()));
    StringBuilder key = new StringBuilder(function.module() + " " + definition.place());
    self.ifPresent(name -> key.append(passed.receiver().get().signature(0)));
    bound.forEach(
        (name, argument) -> {
          state.set(name, argument.value());
          key.append('|').append(name).append(argument.value().signature(0));
        });
    unpacked(definition, passed, bound, state, key);
    Summary summary = summaries.get(key.toString());
    if (summary == null || summary.depth() > depth) {
      String id = function.module() + " " + definition.place();
      if (running.contains(id)) {
        return Outcome.UNKNOWN;
      }
      running.push(id);
      summary = interpret(scope.get(), state, depth);
      running.pop();
      summaries.put(key.toString(), summary);
    }
    Map<Passed.Argument, String> names = new IdentityHashMap<>();
    bound.forEach((name, argument) -> names.put(argument, name));
    Summary found = summary;
    return new Outcome(
        found.result(),
        self.map(found.after()::get),
        found.after(),
        names,
        found.checked(),
        found.checkedIfTrue(),
        found.neverReturns());
  }

  /** Parameters that get nothing by their name: from an unpacked argument, or their default. */
  private void unpacked(
      Stmt.Function definition,
      Passed passed,
      Map<String, Passed.Argument> bound,
      State state,
      StringBuilder key) {
    Value rest =
        Value.of(
            passed.arguments().stream()
                .filter(each -> each.keyword().startsWith("*") || !bound.containsValue(each))
                .map(Passed.Argument::value)
                .toList());
    Optional<Shape.Table> table = unpackedTable(passed);
    for (Expr.Parameter each : definition.parameters()) {
      if (state.get(each.name()).isEmpty() && rest.isTainted()) {
        Value value =
            table
                .map(known -> each.stars().equals("**") ? Value.of(known) : known.get(each.name()))
                .orElse(rest);
        state.set(each.name(), value);
        key.append('|').append(each.name()).append(value.signature(0));
      }
    }
  }

  /** The dictionary that a call unpacks, if it is the only thing whose place isn't known. */
  private static Optional<Shape.Table> unpackedTable(Passed passed) {
    List<Passed.Argument> unpacked =
        passed.arguments().stream().filter(each -> each.keyword().startsWith("*")).toList();
    return unpacked.size() == 1
            && unpacked.get(0).keyword().equals("**")
            && unpacked.get(0).value().shape() instanceof Shape.Table table
        ? Optional.of(table)
        : Optional.empty();
  }

  private Summary interpret(CodeScope scope, State state, int depth) {
    Stmt.Function function = scope.function().get();
    Frame frame = new Frame(this, scope, depth, Entry.NONE.answer());
    Body body = new Body(frame);
    standards(function, state, body).forEach(state::set);
    Map<String, Value> before = new HashMap<>();
    function
        .parameters()
        .forEach(each -> state.get(each.name()).ifPresent(value -> before.put(each.name(), value)));
    State end = body.runFunction(function, state);
    Map<String, Value> after = new HashMap<>();
    if (end != null) {
      // Only what is inside an argument changes for the caller; the name may be bound anew.
      before.forEach(
          (name, value) ->
              end.get(name)
                  .filter(each -> each.shape() != null && each != value)
                  .filter(each -> !rebinds(scope, name))
                  .ifPresent(each -> after.put(name, end.settled(each))));
    }
    return new Summary(
        depth,
        body.returned(),
        after,
        end == null ? Map.of() : end.checked(),
        body.checkedIfTrue(),
        end == null);
  }

  /** The default values of the parameters that get nothing. */
  private static Map<String, Value> standards(Stmt.Function function, State state, Body body) {
    Map<String, Value> standards = new HashMap<>();
    for (Expr.Parameter each : function.parameters()) {
      if (state.get(each.name()).isEmpty() && each.standard().isPresent()) {
        standards.put(each.name(), body.evaluation().of(each.standard().get(), new State()));
      }
    }
    return standards;
  }

  private static boolean rebinds(CodeScope scope, String name) {
    return scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .anyMatch(each -> ((Stmt.Assign) each).name().filter(name::equals).isPresent());
  }

  private Optional<CodeScope> scope(ModuleCode module, Place place) {
    Map<Place, CodeScope> known = scopes.get(module);
    if (known == null) {
      known = new HashMap<>();
      for (CodeScope each : CodeScope.of(code, module)) {
        Map<Place, CodeScope> to = known;
        each.function().ifPresent(function -> to.put(function.place(), each));
      }
      scopes.put(module, known);
    }
    return Optional.ofNullable(known.get(place));
  }
}
