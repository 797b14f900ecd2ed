package org.pyreview.dataflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** One interpretation of a function: where its names come from, and what it came to. */
final class Frame {

  private final Engine engine;
  private final CodeScope scope;
  private final int depth;
  private final Entry.Answer answer;
  private final Set<String> locals = new HashSet<>();
  private final Sinks sinks = new Sinks(this);
  private final Renderings renderings = new Renderings(this);
  private final Map<Expr.Call, Map<String, Set<Danger>>> checkedIfTrue = new IdentityHashMap<>();
  private Map<String, Optional<Expr>> onlyAssigned;
  private boolean hasLeft;

  Frame(Engine engine, CodeScope scope, int depth, Entry.Answer answer) {
    this.engine = engine;
    this.scope = scope;
    this.depth = depth;
    this.answer = answer;
    if (scope.function().isPresent()) {
      scope.function().get().parameters().forEach(each -> locals.add(each.name()));
      scope.statements().forEach(each -> locals.addAll(Bindings.of(each)));
    }
  }

  FlowTables tables() {
    return engine.tables();
  }

  Sinks sinks() {
    return sinks;
  }

  ProjectFile file() {
    return scope.module().file();
  }

  Renderings renderings() {
    return renderings;
  }

  /** What becomes of that which the function returns. */
  Entry.Answer answer() {
    return answer;
  }

  /** The variables that a template prints. */
  List<TemplateOutput> outputs(String template) {
    return engine.outside().outputs(template);
  }

  /** Whether some file of the project imports one of these packages. */
  boolean usesAny(List<String> packages) {
    return engine.usesAny(packages);
  }

  /** What a call of a function of the project checks where it is true. */
  Map<String, Set<Danger>> checkedIfTrue(Expr.Call call) {
    return checkedIfTrue.getOrDefault(call, Map.of());
  }

  /** Keeps what a call of a function of the project checks where it is true. */
  void checksIfTrue(Expr.Call call, Map<String, Set<Danger>> checked) {
    checkedIfTrue.put(call, checked);
  }

  /** Everything that the function assigns. */
  List<Stmt.Assign> assignments() {
    return scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .toList();
  }

  /** What a name of the function stands for, if just one statement assigns it. */
  Optional<Expr> onlyAssigned(String name) {
    if (onlyAssigned == null) {
      onlyAssigned = new HashMap<>();
      for (Stmt.Assign each : assignments()) {
        Optional<Expr> value = each.operator().equals("=") ? each.value() : Optional.empty();
        each.name()
            .ifPresent(target -> onlyAssigned.merge(target, value, (one, two) -> Optional.empty()));
      }
    }
    return onlyAssigned.getOrDefault(name, Optional.empty());
  }

  /** False when an entry has cost enough. */
  boolean mayGoOn() {
    return engine.mayGoOn();
  }

  Step step(Expr at, String message) {
    return new Step(file(), at.place(), message);
  }

  void report(Flow flow) {
    engine.report(flow);
  }

  /** Called where the program leaves the function other than by a statement. */
  void leave() {
    hasLeft = true;
  }

  /** Whether the program has left since this was asked last. */
  boolean takeLeft() {
    boolean left = hasLeft;
    hasLeft = false;
    return left;
  }

  boolean isLocal(String name) {
    return locals.contains(name);
  }

  /** What a name stands for that is not the function's own. */
  Value global(Expr.Name name) {
    Meaning meaning = scope.meaning(name);
    boolean isBuiltin =
        meaning instanceof Meaning.Unknown
            && tables().isBuiltin(name.id())
            && !scope.module().binds(name.id());
    return isBuiltin ? Value.named(name.id()) : valueOf(meaning);
  }

  /** The value of something that a file of the project defines. */
  Value valueOf(Meaning meaning) {
    if (meaning instanceof Meaning.Value assigned) {
      // A setting that a file fixes may be another one where the program runs.
      Value value = engine.assigned(assigned, depth);
      return value.truth().isPresent() ? value.open() : value;
    }
    return meaning instanceof Meaning.Unknown ? Value.UNKNOWN : Value.of(meaning);
  }

  Value imported(Stmt.Import statement) {
    return valueOf(engine.code().meaning(scope.module(), statement));
  }

  Value defined(Stmt.Function function) {
    return Value.of(new Meaning.Function(scope.module(), function));
  }

  Value defined(Stmt.ClassDef definition) {
    return Value.of(new Meaning.Class(scope.module(), definition));
  }

  /** What an attribute of a class or file of the project stands for. */
  Meaning member(Expr.Attribute attribute, Meaning base) {
    if (base instanceof Meaning.Module) {
      Meaning written = scope.meaning(attribute);
      return written instanceof Meaning.Unknown
          ? engine.code().member(base, "." + attribute.name())
          : written;
    }
    return base instanceof Meaning.Class type
        ? engine.member(classCode(type), attribute.name())
        : new Meaning.Unknown();
  }

  /** An attribute that all objects of a class share. */
  Value classAttribute(ClassCode type, String name) {
    Meaning shared = engine.member(type, name);
    return shared instanceof Meaning.Function ? Value.UNKNOWN : valueOf(shared);
  }

  ClassCode classCode(Meaning.Class type) {
    return engine.code().classCode(type);
  }

  /** What the tables call a class of the project. */
  String nameOf(ClassCode type) {
    return engine.outside().nameOf(type);
  }

  /**
   * Something with a qualified name, with the client's data in it if a table says so.
   *
   * @param data what it has of what it is taken from
   */
  Value named(Value data, String name, Expr written) {
    Value value = Value.named(name).withTaintsOf(data);
    return tables()
        .source(name)
        .map(source -> value.withTaintsOf(sent(name, written, source)))
        .orElse(value);
  }

  private Value sent(String name, Expr written, FlowTables.Source source) {
    Expr shown =
        written instanceof Expr.Call call
            ? call.callee()
            : written instanceof Expr.Item item ? item.value() : written;
    String what = shown.dotted().orElse(QualifiedName.of(name).lastName());
    String id = source.isFileName() ? name + " " + what : name;
    return Value.fromClient(file(), written.place(), id, what, source.harmless());
  }

  /** What a call checks about its arguments. */
  Optional<FlowTables.Validator> validator(Expr.Call call, State state) {
    String name =
        call.callee().dotted().isPresent() && !state.get(root(call.callee())).isPresent()
            ? scope.meaning(call.callee()).external()
            : "";
    String known = name.isEmpty() && call.callee() instanceof Expr.Name each ? each.id() : name;
    return tables().validator(known, call.name());
  }

  private static String root(Expr dotted) {
    return dotted.dotted().map(name -> QualifiedName.of(name).firstName()).orElse("");
  }

  Outcome call(Meaning.Function function, Passed passed) {
    return engine.call(function, passed, depth + 1);
  }

  /** Binds a target, or what it is an element or attribute of. */
  void assign(Expr target, Value value, State state, Evaluation evaluation) {
    if (target instanceof Expr.Name name) {
      state.set(name.id(), value);
    } else if (target instanceof Expr.Collection several) {
      unpack(several, value, state, evaluation);
    } else if (target instanceof Expr.Star star) {
      Value rest = Value.of(Shape.Sequence.ofAny(evaluation.elementOf(value)));
      assign(star.value(), rest, state, evaluation);
    } else if (target instanceof Expr.Attribute attribute) {
      Value base = evaluation.of(attribute.value(), state);
      if (base.shape() instanceof Shape.Instance object) {
        Value changed = base.withShape(object.with(attribute.name(), value));
        assign(attribute.value(), changed, state, evaluation);
      } else {
        attribute.dotted().ifPresent(path -> state.set(path, value));
      }
    } else if (target instanceof Expr.Item item && !(item.value() instanceof Expr.Call)) {
      Value base = evaluation.of(item.value(), state);
      Value key = evaluation.of(item.index(), state);
      assign(item.value(), withItem(base, key, value), state, evaluation);
    }
  }

  private static void unpackKnown(
      List<Expr> targets, List<Value> items, State state, Frame frame, Evaluation evaluation) {
    for (int i = 0; i < targets.size(); i++) {
      frame.assign(targets.get(i), items.get(i), state, evaluation);
    }
  }

  private void unpack(Expr.Collection several, Value value, State state, Evaluation evaluation) {
    List<Expr> targets = several.elements();
    if (value.shape() instanceof Shape.Sequence sequence
        && sequence.isComplete()
        && sequence.items().size() == targets.size()
        && targets.stream().noneMatch(Expr.Star.class::isInstance)) {
      unpackKnown(targets, sequence.items(), state, this, evaluation);
      return;
    }
    for (int i = 0; i < targets.size(); i++) {
      Value element =
          value.shape() instanceof Shape.Sequence sequence
              ? sequence.any().withTaintsOf(value.part("[" + i + "]"))
              : value.part("[" + i + "]");
      assign(targets.get(i), element, state, evaluation);
    }
  }

  private static Value withItem(Value base, Value key, Value value) {
    if (base.shape() instanceof Shape.Sequence each) {
      return base.withShape(each.with(key.constant().orElse(null), value));
    }
    boolean isNew = base.shape() == null;
    Shape.Table table =
        base.shape() instanceof Shape.Table each
            ? each
            : new Shape.Table(new LinkedHashMap<>(), Value.UNKNOWN, Value.UNKNOWN);
    if (!isNew && !(base.shape() instanceof Shape.Table)) {
      return base;
    }
    return base.withShape(
        key.constant().isPresent()
            ? table.with(key.constant().get(), value)
            : table.withAny(key, value));
  }

  /** What a call passes to the parameters of a function. */
  static Map<String, Passed.Argument> bind(Stmt.Function function, Passed passed) {
    Map<String, Passed.Argument> bound = new LinkedHashMap<>();
    List<Expr.Parameter> parameters = function.parameters();
    int next = 0;
    if (passed.receiver().isPresent() && !parameters.isEmpty()) {
      next = 1;
    }
    for (Passed.Argument each : passed.arguments()) {
      if (each.isPositional()) {
        if (next < parameters.size() && parameters.get(next).stars().isEmpty()) {
          bound.put(parameters.get(next++).name(), each);
        }
      } else if (!each.keyword().startsWith("*")) {
        bound.put(each.keyword(), each);
      }
    }
    return bound;
  }
}
