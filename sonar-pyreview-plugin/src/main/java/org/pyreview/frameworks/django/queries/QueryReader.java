package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.rest.ListActions;
import org.pyreview.frameworks.django.rest.OwnRows;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Follows querysets and model instances through functions: assignments, branches, loops, calls of
 * the project's own functions. Where branches meet, what either of them loads counts as loaded;
 * what can't be followed is unknown and nothing is said about it.
 */
public final class QueryReader {

  /** Calls into the project that are followed, one in the other, if they pass no rows on. */
  private static final int DEEPEST = 3;

  /** And those that do. */
  private static final int DEEPEST_WITH_ROWS = 4;

  /** A row's own methods, which often have a line each, are followed further. */
  private static final int DEEPEST_OF_ROW = 5;

  /** Names of functions whose rows are some of those they get. */
  private static final Pattern FILTERING =
      Pattern.compile("_?(?:filter|search|order|sort|restrict)(?:_.*)?");

  private static final Set<String> SAYS_ONLY =
      Set.of("debug", "info", "warning", "error", "exception", "critical", "log");

  private final ProjectCode code;
  private final ModelIndex models;
  private final QueryObserver observer;
  private final Expressions expressions;
  private final HookParameters hooks;
  private final NamedRows named;
  private final ViewChoices choices;
  private final Set<String> following = new HashSet<>();
  private final Map<String, Boolean> generators = new HashMap<>();
  private final Map<String, Boolean> writing = new HashMap<>();
  private final Map<Unaware, Value> results = new HashMap<>();
  private final Map<Value.Instance, Map<String, Value>> assigned = new HashMap<>();
  private Optional<ListActions> actions = Optional.empty();

  /** A call that passes nothing of the database: it gives the same each time. */
  private record Unaware(String function, Optional<ClassCode> self, int depth) {}

  /**
   * @param observer is told what happens
   */
  public QueryReader(Project project, QueryObserver observer) {
    this.code = ProjectCode.of(project);
    this.models = ModelIndex.of(project);
    this.observer = observer;
    this.hooks = HookParameters.of(project);
    this.named = NamedRows.of(project);
    this.choices = new ViewChoices(project);
    this.expressions = new Expressions(project, models, this, observer);
  }

  /** Follows every function and method of a file, each for its own sake. */
  public void read(ModuleCode module) {
    for (Stmt statement : module.topLevel().toList()) {
      if (statement instanceof Stmt.Function function) {
        read(module, Optional.empty(), function);
      } else if (statement instanceof Stmt.ClassDef definition) {
        readClass(module, definition);
      }
    }
    Scope scope = new Scope(module, Optional.empty(), Optional.empty(), List.of());
    module.statements().stream()
        .filter(each -> !(each instanceof Stmt.Function) && !(each instanceof Stmt.ClassDef))
        .forEach(each -> statement(each, scope));
  }

  private void readClass(ModuleCode module, Stmt.ClassDef definition) {
    ClassCode owner = code.classCode(module, definition);
    for (Stmt statement : definition.body()) {
      if (statement instanceof Stmt.Function function) {
        read(module, Optional.of(owner), function);
      } else if (statement instanceof Stmt.ClassDef nested) {
        readClass(module, nested);
      }
    }
  }

  private void read(ModuleCode module, Optional<ClassCode> owner, Stmt.Function function) {
    Scope scope = new Scope(module, owner, Optional.of(function), List.of());
    bindParameters(function, owner, scope);
    statements(function.body(), scope);
    nested(function, module, owner);
  }

  private void nested(Stmt.Function function, ModuleCode module, Optional<ClassCode> owner) {
    function
        .statements()
        .filter(Stmt.Function.class::isInstance)
        .forEach(inner -> read(module, Optional.empty(), (Stmt.Function) inner));
  }

  /** The value of an expression at the top level of a file, or of a class in it. */
  public Value valueOf(Expr expression, ModuleCode module) {
    return expressions.value(
        expression, new Scope(module, Optional.empty(), Optional.empty(), List.of()));
  }

  /** The rows of a class-based view. */
  Value querysetOf(ClassCode view) {
    Scope scope = new Scope(view.module(), Optional.of(view), Optional.empty(), List.of());
    return expressions.querysetOf(new Value.Instance(view), scope);
  }

  /** The rows of a list of a view set: what its methods do for other actions is left out. */
  Value listOf(ClassCode view) {
    actions = Optional.of(ListActions.of(view));
    Value rows = querysetOf(view);
    actions = Optional.empty();
    return rows;
  }

  /** The rows that a view's own method lists. */
  Value rowsOf(ClassCode view, OwnRows own) {
    Meaning.Function method = new Meaning.Function(own.module(), own.made());
    return call(method, List.of(new Value.Instance(view)), Map.of(), List.of());
  }

  /** The rows that the attributes of a class-based view name, whatever its methods make of them. */
  Value declaredQuerysetOf(ClassCode view) {
    return expressions.declaredQueryset(view);
  }

  /** The row of a class-based view. */
  Value objectOf(ClassCode view) {
    Scope scope = new Scope(view.module(), Optional.of(view), Optional.empty(), List.of());
    return expressions.objectOf(new Value.Instance(view), scope);
  }

  /** What a template makes of a name behind a dot. */
  Value templateAttribute(Value value, String name, Scope scope) {
    return expressions.templateAttribute(value, name, scope);
  }

  /** A template is rendered for a row. */
  void render(TemplateFile template, Map<String, Value> names, Expr at, Scope scope) {
    expressions.render(template, names, at, scope);
  }

  /** A template gives something to a tag or filter of the project. */
  Value callTag(
      Meaning.Function tag, List<Value> arguments, Map<String, Value> named, Scope scope) {
    List<Access.Call> calls = new ArrayList<>(scope.calls());
    calls.add(new Access.Call(scope.module(), Place.inLine(1, 0, 1), tag.definition().name()));
    return call(tag, arguments, named, calls);
  }

  /** A value is shown: its own text is asked for. */
  void show(Value value, Scope scope) {
    Place place = Place.inLine(1, 0, 1);
    expressions.asText(value, new Expr.Name("", place), scope);
  }

  private void bindParameters(Stmt.Function function, Optional<ClassCode> owner, Scope scope) {
    for (int i = 0; i < function.parameters().size(); i++) {
      Expr.Parameter parameter = function.parameters().get(i);
      boolean isSelf = i == 0 && owner.isPresent() && !isStatic(function);
      Value value =
          isSelf
              ? self(owner.get(), function)
              : parameter
                  .annotation()
                  .map(annotation -> annotated(annotation, scope))
                  .orElse(Value.UNKNOWN);
      if (i > 0
          && value instanceof Value.Unknown
          && owner.isPresent()
          && hooks.isObject(owner.get(), function.name(), i)) {
        value = objectOf(owner.get());
      }
      if (!isSelf && value instanceof Value.Unknown && parameter.annotation().isEmpty()) {
        value =
            named
                .model(parameter.name(), function)
                .map(model -> given(model, scope.module()))
                .orElse(Value.UNKNOWN);
      }
      scope.names().put(parameter.name(), value);
    }
  }

  private static boolean isStatic(Stmt.Function function) {
    return hasDecorator(function, "staticmethod");
  }

  static boolean hasDecorator(Stmt.Function function, String name) {
    return function.decorators().stream()
        .map(each -> each instanceof Expr.Call call ? call.callee() : each)
        .flatMap(each -> each.dotted().stream())
        .anyMatch(each -> each.equals(name) || each.endsWith("." + name));
  }

  private Value self(ClassCode owner, Stmt.Function function) {
    Optional<DjangoModel> model = models.of(owner);
    if (model.isEmpty()) {
      return isQuerySetClass(owner) ? Value.UNKNOWN : new Value.Instance(owner);
    }
    return hasDecorator(function, "classmethod")
        ? new Value.Model(model.get())
        : given(model.get(), owner.module());
  }

  static boolean isQuerySetClass(ClassCode type) {
    return type.externalBases().stream()
        .anyMatch(base -> base.endsWith("QuerySet") || base.endsWith("Manager"));
  }

  /** An instance that somebody else loaded. */
  static Value given(DjangoModel model, ModuleCode module) {
    Query query =
        Query.of(model, Optional.empty(), module, new Expr.Name(model.name(), model.place()), 0)
            .opened();
    return new Value.Row(query, "", model, Optional.empty());
  }

  private Value annotated(Expr annotation, Scope scope) {
    return models
        .of(code.meaning(scope.module(), ForwardReference.resolved(annotation)))
        .map(model -> given(model, scope.module()))
        .orElse(Value.UNKNOWN);
  }

  void statements(List<Stmt> statements, Scope scope) {
    int hidden = 0;
    for (Stmt each : statements) {
      statement(each, scope);
      if (each instanceof Stmt.If branch
          && leaves(branch.body())
          && (isLoadedAlready(branch.test(), scope)
              || LoadedAlready.isAnswered(branch)
              || RowKind.isAsked(branch.test()))) {
        // What follows is for rows that came by another way, or are of another kind.
        scope.hide();
        hidden++;
      }
      if (each instanceof Stmt.If branch && isLeft(branch, scope)) {
        break;
      }
    }
    for (; hidden > 0; hidden--) {
      scope.show();
    }
  }

  /** Whether a test is true for rows that have something, unless these rows surely don't. */
  private static boolean isLoadedAlready(Expr test, Scope scope) {
    return LoadedAlready.is(test)
        && LoadedAlready.asked(test).filter(asked -> lacks(asked, scope)).isEmpty();
  }

  /** Whether all is known of a query, and it gives its rows no such attribute. */
  private static boolean lacks(LoadedAlready.Asked asked, Scope scope) {
    return scope.names().get(asked.row()) instanceof Value.Row row
        && row.loop().isPresent()
        && !row.query().isOpen()
        && asked.name().startsWith("_prefetched")
        && !row.query()
            .loads(row.path().isEmpty() ? asked.name() : row.path() + "__" + asked.name());
  }

  private void statement(Stmt statement, Scope scope) {
    if (statement instanceof Stmt.Assign each) {
      assign(each, scope);
    } else if (statement instanceof Stmt.Evaluate each) {
      evaluate(each, scope);
    } else if (statement instanceof Stmt.Return each) {
      scope.returned().add(each.value().map(value -> value(value, scope)).orElse(Value.UNKNOWN));
    } else if (statement instanceof Stmt.If each) {
      expressions.test(each.test(), scope);
      branch(each, scope);
    } else if (statement instanceof Stmt.For each) {
      loop(each, scope);
    } else if (statement instanceof Stmt.While each) {
      expressions.test(each.test(), scope);
      branches(List.of(each.body(), List.of()), scope);
      statements(each.otherwise(), scope);
    } else if (statement instanceof Stmt.Try each) {
      tryStatement(each, scope);
    } else if (statement instanceof Stmt.With each) {
      each.resources()
          .forEach(
              resource -> {
                value(resource.value(), scope);
                resource.target().ifPresent(target -> forget(target, scope));
              });
      boolean isolates = each.resources().stream().anyMatch(QueryReader::isolates);
      if (isolates) {
        scope.enterTry();
      }
      statements(each.body(), scope);
      if (isolates) {
        scope.leaveTry();
      }
    } else if (statement instanceof Stmt.Match each) {
      value(each.subject(), scope);
      branches(each.cases().stream().map(Stmt.Case::body).toList(), scope);
    } else if (statement instanceof Stmt.Leave each) {
      scope.hide();
      each.expressions().forEach(expression -> value(expression, scope));
      scope.show();
    } else if (statement instanceof Stmt.Import each && scope.function().isPresent()) {
      scope.names().put(each.bound(), expressions.ofMeaning(code.meaning(scope.module(), each)));
    } else if (!(statement instanceof Stmt.Function) && !(statement instanceof Stmt.ClassDef)) {
      statement.expressions().forEach(expression -> value(expression, scope));
    }
  }

  /** {@code with suppress(…)}, {@code with transaction.atomic()}: what fails concerns one pass. */
  private static boolean isolates(Stmt.Resource resource) {
    return resource.value() instanceof Expr.Call call
        && Set.of("suppress", "atomic").contains(call.name());
  }

  private Value value(Expr expression, Scope scope) {
    return expressions.value(expression, scope);
  }

  private void assign(Stmt.Assign assign, Scope scope) {
    Value value =
        assign
            .value()
            .map(each -> HookedRows.givenBack(assign, scope).orElseGet(() -> value(each, scope)))
            .orElse(Value.UNKNOWN);
    if (!assign.operator().equals("=")) {
      Value before = value(assign.targets().get(0), scope);
      value = merge(before, value);
    }
    if (value instanceof Value.Rows rows && !scope.loops().isEmpty() && isUnion(assign)) {
      // The querysets of each pass, together.
      value = rows.many();
    }
    for (Expr target : assign.targets()) {
      bind(target, value, scope);
    }
  }

  private static boolean isUnion(Stmt.Assign assign) {
    return assign.operator().equals("|=")
        || (assign.value().orElse(null) instanceof Expr.Operation operation
            && operation.operator().equals("|"));
  }

  void bind(Expr target, Value value, Scope scope) {
    if (target instanceof Expr.Name name) {
      scope.names().put(name.id(), value);
    } else if (target instanceof Expr.Attribute attribute) {
      target.dotted().ifPresent(scope.assigned()::add);
      if (attribute.value() instanceof Expr.Name name && isKept(name, value, scope)) {
        scope.names().put(name.id() + "." + attribute.name(), value);
      }
    } else if (target instanceof Expr.Item item
        && item.index() instanceof Expr.Text key
        && item.value().dotted().map(scope.names()::get).orElse(null)
            instanceof Value.Context before) {
      scope.names().put(item.value().dotted().get(), before.with(Map.of(key.value(), value)));
    } else if (target instanceof Expr.Collection names
        && value instanceof Value.Tuple tuple
        && names.elements().size() == tuple.parts().size()) {
      for (int i = 0; i < tuple.parts().size(); i++) {
        bind(names.elements().get(i), tuple.parts().get(i), scope);
      }
    } else {
      forget(target, scope);
    }
  }

  /** {@code self.lines = …}: an attribute of an object, or rows that a model's method keeps. */
  private static boolean isKept(Expr.Name owner, Value value, Scope scope) {
    Value holder = scope.names().get(owner.id());
    return holder instanceof Value.Instance
        || (holder instanceof Value.Row
            && owner.id().equals("self")
            && value instanceof Value.Rows);
  }

  /** What a method of a class keeps in an attribute of its objects, for its other methods. */
  Value assigned(Value.Instance object, String name) {
    Map<String, Value> known = assigned.computeIfAbsent(object, key -> new HashMap<>());
    if (!known.containsKey(name)) {
      // Until that is known, a method that asks for what it assigns learns nothing.
      known.put(name, Value.UNKNOWN);
      AssignedAttributes.of(object.type(), name)
          .ifPresent(method -> known.put(name, keptBy(method, object, name)));
    }
    return known.get(name);
  }

  private Value keptBy(ClassCode.Member<Stmt.Function> method, Value.Instance object, String name) {
    Stmt.Function function = method.value();
    String self = function.parameters().get(0).name();
    Scope scope =
        new Scope(
            method.owner().module(), Optional.of(method.owner()), Optional.of(function), List.of());
    function.parameters().forEach(each -> scope.names().put(each.name(), Value.UNKNOWN));
    scope.names().put(self, object);
    scope.hide();
    statements(AssignedAttributes.assigning(function, name), scope);
    return scope.names().getOrDefault(self + "." + name, Value.UNKNOWN);
  }

  private static void forget(Expr target, Scope scope) {
    Bindings.names(target).forEach(name -> scope.names().put(name, Value.UNKNOWN));
  }

  private void evaluate(Stmt.Evaluate statement, Scope scope) {
    boolean isLogging =
        statement.value() instanceof Expr.Call call
            && SAYS_ONLY.contains(call.name())
            && call.receiver().flatMap(Expr::dotted).filter(QueryReader::isLogger).isPresent();
    if (isLogging) {
      scope.hide();
    }
    Value value = value(statement.value(), scope);
    if (isLogging) {
      scope.show();
    }
    observer.evaluates(statement, value, scope);
  }

  private static boolean isLogger(String receiver) {
    return receiver.toLowerCase(java.util.Locale.ROOT).contains("log");
  }

  /** The branch that the actions take which are looked at, if only they decide. */
  private Optional<List<Stmt>> taken(Stmt.If branch, Scope scope) {
    return actions.flatMap(each -> scope.function().flatMap(method -> each.branch(branch, method)));
  }

  /** Whether the branch that is taken leaves: what follows is for other actions. */
  private boolean isLeft(Stmt.If branch, Scope scope) {
    Optional<List<Stmt>> taken = taken(branch, scope);
    return taken.filter(QueryReader::leaves).isPresent()
        || (taken.isPresent()
            && taken.get().size() == 1
            && taken.get().get(0) instanceof Stmt.If inner
            && isLeft(inner, scope));
  }

  private void branch(Stmt.If branch, Scope scope) {
    Optional<List<Stmt>> taken = taken(branch, scope);
    if (taken.isPresent()) {
      statements(taken.get(), scope);
      return;
    }
    Optional<String> missing = LoadedAlready.isNone(branch.test());
    if (missing.filter(name -> scope.names().get(name) instanceof Value.Rows).isPresent()) {
      // It was given.
      statements(branch.otherwise(), scope);
      return;
    }
    if (LoadedAlready.isKept(branch)) {
      // What was kept is what the other branch gives.
      statements(branch.otherwise(), scope);
      return;
    }
    Optional<Boolean> decided = choices.decided(branch.test(), scope);
    if (decided.isPresent()) {
      statements(decided.get() ? branch.body() : branch.otherwise(), scope);
      return;
    }
    boolean isForSome = RowKind.isAsked(branch.test());
    if (isForSome) {
      scope.hide();
    }
    branches(
        List.of(branch.body(), branch.otherwise()), LoadedAlready.branch(branch.test()), scope);
    if (isForSome) {
      scope.show();
    }
    // What a function asks for itself where nobody gives it, or instead of what it is given.
    if (missing.isPresent() || branch.otherwise().isEmpty()) {
      for (Stmt each : branch.body()) {
        if (each instanceof Stmt.Assign assign
            && assign.operator().equals("=")
            && assign.name().isPresent()
            && assign.value().isPresent()
            && missing.map(assign.name().get()::equals).orElse(isGiven(assign, scope))) {
          standard(assign.name().get(), assign.value().get(), scope);
        }
      }
    }
  }

  private static boolean isGiven(Stmt.Assign assign, Scope scope) {
    return scope.function().stream()
        .flatMap(function -> function.parameters().stream())
        .anyMatch(parameter -> assign.name().filter(parameter.name()::equals).isPresent());
  }

  private void standard(String name, Expr value, Scope scope) {
    scope.hide();
    if (scope.names().get(name) instanceof Value.Unknown
        && value(value, scope) instanceof Value.Rows rows) {
      scope.names().put(name, rows);
    }
    scope.show();
  }

  private void branches(List<List<Stmt>> branches, Scope scope) {
    branches(branches, -1, scope);
  }

  /**
   * @param hidden the branch about which nobody is told
   */
  private void branches(List<List<Stmt>> branches, int hidden, Scope scope) {
    Map<String, Value> before = scope.names();
    List<Map<String, Value>> after = new ArrayList<>();
    for (List<Stmt> branch : branches) {
      boolean isHidden = hidden >= 0 && branch == branches.get(hidden);
      scope.setNames(new HashMap<>(before));
      if (isHidden) {
        scope.hide();
      }
      statements(branch, scope);
      if (isHidden) {
        scope.show();
      }
      if (!leaves(branch)) {
        after.add(scope.names());
      }
    }
    scope.setNames(
        after.stream().reduce(QueryReader::merge).orElseGet(() -> new HashMap<>(before)));
  }

  /** Whether the code behind a block can't come from it. */
  static boolean leaves(List<Stmt> block) {
    return !block.isEmpty()
        && (block.get(block.size() - 1) instanceof Stmt.Return
            || block.get(block.size() - 1) instanceof Stmt.Leave);
  }

  private static Map<String, Value> merge(Map<String, Value> one, Map<String, Value> other) {
    Map<String, Value> merged = new HashMap<>(one);
    other.forEach((name, value) -> merged.merge(name, value, QueryReader::merge));
    return merged;
  }

  static Value merge(Value one, Value other) {
    if (one instanceof Value.Nothing || other instanceof Value.Nothing) {
      return one instanceof Value.Nothing ? other : one;
    }
    if (one instanceof Value.Rows a && other instanceof Value.Rows b) {
      if (a.isFew() && !b.isFew()) {
        // What is written where there are many rows is what counts.
        return merge(b, a);
      }
      return a.path().equals(b.path()) && a.query().model().equals(b.query().model())
          ? a.with(a.query().joined(b.query()))
          : a.with(a.query().opened());
    }
    if (one instanceof Value.Row a && other instanceof Value.Row b && a.model().equals(b.model())) {
      return new Value.Row(a.query().joined(b.query()), a.path(), a.model(), a.loop());
    }
    if (one instanceof Value.Context a && other instanceof Value.Context b) {
      return new Value.Context(merge(a.entries(), b.entries()));
    }
    if (one instanceof Value.Forms a && other instanceof Value.Forms b) {
      return merge(a.rows(), b.rows()) instanceof Value.Rows rows
          ? new Value.Forms(rows)
          : Value.UNKNOWN;
    }
    if (one instanceof Value.Listed a && other instanceof Value.Listed b) {
      return new Value.Listed(merge(a.element(), b.element()));
    }
    if (one instanceof Value.Tuple a
        && other instanceof Value.Tuple b
        && a.parts().size() == b.parts().size()) {
      List<Value> parts = new ArrayList<>();
      for (int i = 0; i < a.parts().size(); i++) {
        parts.add(merge(a.parts().get(i), b.parts().get(i)));
      }
      return new Value.Tuple(parts);
    }
    return one.equals(other) ? one : Value.UNKNOWN;
  }

  private void tryStatement(Stmt.Try each, Scope scope) {
    scope.enterTry();
    statements(each.body(), scope);
    scope.leaveTry();
    for (Stmt.Handler handler : each.handlers()) {
      Map<String, Value> before = new HashMap<>(scope.names());
      handler.name().ifPresent(name -> forget(name, scope));
      scope.hide();
      statements(handler.body(), scope);
      scope.show();
      scope.setNames(leaves(handler.body()) ? before : merge(before, scope.names()));
    }
    statements(each.otherwise(), scope);
    statements(each.last(), scope);
  }

  private void loop(Stmt.For loop, Scope scope) {
    Value iterable = value(loop.iterable(), scope);
    // A loop that is left in its first pass isn't one.
    boolean isRepeated = !loop.endsInFirstPass();
    expressions.bindElement(loop.target(), loop.iterable(), iterable, isRepeated, scope);
    Map<String, Value> before = new HashMap<>(scope.names());
    scope.loops().add(loop);
    scope.iterated().add(iterable);
    statements(loop.body(), scope);
    scope.loops().remove(scope.loops().size() - 1);
    scope.iterated().remove(scope.iterated().size() - 1);
    scope.setNames(merge(before, scope.names()));
    statements(loop.otherwise(), scope);
  }

  /** What a method of a class, or of one it inherits from, gives. */
  Optional<Value> callMethod(
      ClassCode type,
      String name,
      Value self,
      List<Value> arguments,
      Map<String, Value> named,
      List<Access.Call> calls) {
    return type.method(name)
        .map(member -> call(member.owner(), member.value(), self, arguments, named, calls));
  }

  /** What the method of the class behind another one in the lineage gives. */
  Optional<Value> callSuper(
      ClassCode type,
      ClassCode behind,
      String name,
      Value self,
      List<Value> arguments,
      Map<String, Value> named,
      List<Access.Call> calls) {
    List<ClassCode> lineage = type.lineage();
    int from = lineage.indexOf(behind) + 1;
    return lineage.subList(Math.min(from, lineage.size()), lineage.size()).stream()
        .filter(each -> each.definition().method(name).isPresent())
        .findFirst()
        .map(
            each ->
                call(
                    each,
                    each.definition().method(name).orElseThrow(),
                    self,
                    arguments,
                    named,
                    calls));
  }

  private Value call(
      ClassCode owner,
      Stmt.Function function,
      Value self,
      List<Value> arguments,
      Map<String, Value> named,
      List<Access.Call> calls) {
    List<Value> all = new ArrayList<>();
    if (!isStatic(function)) {
      all.add(self);
    }
    all.addAll(arguments);
    return call(owner.module(), Optional.of(owner), function, all, named, calls);
  }

  /** What a function of the project gives for some arguments. */
  Value call(
      Meaning.Function meaning,
      List<Value> arguments,
      Map<String, Value> named,
      List<Access.Call> calls) {
    Optional<ClassCode> owner =
        meaning
            .module()
            .classOf(meaning.definition())
            .map(each -> code.classCode(meaning.module(), each));
    return call(meaning.module(), owner, meaning.definition(), arguments, named, calls);
  }

  private Value call(
      ModuleCode module,
      Optional<ClassCode> owner,
      Stmt.Function function,
      List<Value> arguments,
      Map<String, Value> named,
      List<Access.Call> calls) {
    String key = module + " " + function.place();
    boolean isGenerator = generators.computeIfAbsent(key, each -> function.isGenerator());
    boolean isWriting = writing.computeIfAbsent(key, each -> Writing.isDoneIn(function));
    if (isGenerator || following.contains(key)) {
      return Value.UNKNOWN;
    }
    Optional<Unaware> unaware = unaware(key, arguments, named, calls);
    if (calls.size() > deepest(unaware, arguments)) {
      return Value.UNKNOWN;
    }
    Value known = unaware.map(results::get).orElse(null);
    if (known != null) {
      return known;
    }
    following.add(key);
    try {
      Scope scope = new Scope(module, owner, Optional.of(function), calls);
      List<Expr.Parameter> parameters = function.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        Expr.Parameter parameter = parameters.get(i);
        Value value =
            parameter.stars().isEmpty() && i < arguments.size()
                ? arguments.get(i)
                : named.getOrDefault(parameter.name(), Value.UNKNOWN);
        scope.names().put(parameter.name(), value);
      }
      if (isWriting) {
        // It writes: what it reads on the way is its own business.
        scope.hide();
      }
      statements(function.body(), scope);
      Value result = given(returned(function, arguments, scope), Math.max(0, calls.size() - 1));
      unaware.ifPresent(each -> results.put(each, result));
      return result;
    } finally {
      following.remove(key);
    }
  }

  private static int deepest(Optional<Unaware> unaware, List<Value> arguments) {
    if (unaware.isPresent()) {
      return DEEPEST;
    }
    boolean isOwnMethod =
        !arguments.isEmpty() && arguments.get(0) instanceof Value.Row row && row.loop().isPresent();
    return isOwnMethod ? DEEPEST_OF_ROW : DEEPEST_WITH_ROWS;
  }

  /** What a caller gets: from there on, its rows are the caller's. */
  private static Value given(Value result, int depth) {
    if (result instanceof Value.Rows rows) {
      return rows.with(rows.query().givenAt(depth));
    }
    return result instanceof Value.Row row
        ? new Value.Row(row.query().givenAt(depth), row.path(), row.model(), row.loop())
        : result;
  }

  /** What a function gives; one that filters gives fewer of the rows it gets, or the same. */
  private static Value returned(Stmt.Function function, List<Value> arguments, Scope scope) {
    Value merged = scope.returned().stream().reduce(QueryReader::merge).orElse(Value.UNKNOWN);
    return merged instanceof Value.Unknown && FILTERING.matcher(function.name()).matches()
        ? scope.returned().stream()
            .filter(each -> each instanceof Value.Rows && arguments.contains(each))
            .findFirst()
            .orElse(merged)
        : merged;
  }

  private static Optional<Unaware> unaware(
      String key, List<Value> arguments, Map<String, Value> named, List<Access.Call> calls) {
    Optional<ClassCode> self =
        !arguments.isEmpty()
                && arguments.get(0) instanceof Value.Instance instance
                && instance.texts().isEmpty()
            ? Optional.of(instance.type())
            : Optional.empty();
    boolean isUnaware =
        arguments.stream().skip(self.isPresent() ? 1 : 0).allMatch(Value.Unknown.class::isInstance)
            && named.values().stream().allMatch(Value.Unknown.class::isInstance);
    return isUnaware ? Optional.of(new Unaware(key, self, calls.size())) : Optional.empty();
  }
}
