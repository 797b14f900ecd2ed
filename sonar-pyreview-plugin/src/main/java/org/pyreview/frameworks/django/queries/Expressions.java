package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.frameworks.django.RowTable;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** What expressions hold, as far as the database is concerned. */
final class Expressions {

  /** Django's manager methods that give one row. */
  private static final Set<String> ONE =
      Set.of("get", "first", "last", "earliest", "latest", "create", "aget", "afirst", "alast");

  /** Its methods that give a queryset of the same rows. */
  static final Set<String> REFINING =
      Set.of(
          "filter",
          "exclude",
          "order_by",
          "distinct",
          "annotate",
          "alias",
          "all",
          "reverse",
          "using",
          "select_for_update",
          "select_related",
          "prefetch_related",
          "only",
          "defer",
          "extra",
          "none",
          "complex_filter",
          "union",
          "intersection",
          "difference",
          "iterator",
          "aiterator",
          "get_queryset",
          "_clone",
          "_chain");

  /** Methods that packages for full text search add to querysets: fewer of the same rows. */
  private static final Set<String> SEARCHING = Set.of("search", "autocomplete");

  /** What a function does with rows it is given for those who show them. */
  private static final Set<String> PREPARING =
      Set.of("all", "annotate", "select_related", "prefetch_related");

  /** What a project's own queryset may do more for, and what it does as Django does. */
  private static final Set<String> OF_DJANGO =
      Set.of("get_queryset", "select_related", "prefetch_related");

  private static final Set<String> SAME_ROWS =
      Set.of("list", "sorted", "tuple", "set", "reversed", "iter", "frozenset");

  /** What a related manager answers from what is prefetched. */
  private static final Set<String> PREFETCHABLE =
      Set.of("all", "count", "exists", "first", "last", "iterator");

  private static final Set<String> CHANGES =
      Set.of("add", "remove", "set", "clear", "create", "update", "delete", "bulk_create");

  /** Managers of Django and of trees, which load nothing along. */
  private static final Set<String> PLAIN_MANAGERS =
      Set.of("Manager", "UserManager", "TreeManager", "MP_NodeManager", "NS_NodeManager");

  private final ProjectCode code;
  private final Constants constants;
  private final ModelIndex models;
  private final QueryReader reader;
  private final QueryObserver observer;
  private final RowFunctions functions = new RowFunctions(this);
  private final RowRenderings renderings;
  private final ViewModels viewModels;
  private final GivenQuerysets given;

  Expressions(Project project, ModelIndex models, QueryReader reader, QueryObserver observer) {
    this.code = ProjectCode.of(project);
    this.renderings = new RowRenderings(project, reader, this);
    this.constants = new Constants(code);
    this.models = models;
    this.reader = reader;
    this.observer = observer;
    this.viewModels = ViewModels.of(project);
    this.given = GivenQuerysets.of(project);
  }

  Value value(Expr expression, Scope scope) {
    if (expression instanceof Expr.Name name) {
      return name(name, scope);
    }
    if (expression instanceof Expr.Attribute attribute) {
      return attribute(attribute, scope);
    }
    if (expression instanceof Expr.Call call) {
      return call(call, scope);
    }
    if (expression instanceof Expr.Slice slice) {
      return slice(slice, scope);
    }
    if (expression instanceof Expr.Item item) {
      value(item.index(), scope);
      Value value = value(item.value(), scope);
      if (value instanceof Value.Context context && item.index() instanceof Expr.Text key) {
        return context.entries().getOrDefault(key.value(), Value.UNKNOWN);
      }
      return value instanceof Value.Keyed keyed ? RowLookups.found(keyed, scope) : oneOf(value);
    }
    if (expression instanceof Expr.Operation operation) {
      return operation(operation, scope);
    }
    if (expression instanceof Expr.Conditional conditional) {
      test(conditional.test(), scope);
      return QueryReader.merge(
          value(conditional.then(), scope), value(conditional.otherwise(), scope));
    }
    if (expression instanceof Expr.Comprehension comprehension) {
      return comprehension(comprehension, scope);
    }
    if (expression instanceof Expr.Mapping mapping) {
      return context(mapping, scope);
    }
    if (expression instanceof Expr.Await await) {
      return value(await.value(), scope);
    }
    if (expression instanceof Expr.Walrus walrus) {
      Value value = value(walrus.value(), scope);
      reader.bind(walrus.target(), value, scope);
      return value;
    }
    if (expression instanceof Expr.Lambda) {
      return Value.UNKNOWN;
    }
    if (expression instanceof Expr.Collection list
        && list.bracket() == Expr.Bracket.LIST
        && list.elements().isEmpty()) {
      return new Value.Nothing();
    }
    if (expression instanceof Expr.Collection tuple && tuple.bracket() == Expr.Bracket.TUPLE) {
      List<Value> parts = tuple.elements().stream().map(each -> value(each, scope)).toList();
      return parts.stream().allMatch(Value.Unknown.class::isInstance)
          ? Value.UNKNOWN
          : new Value.Tuple(parts);
    }
    if (expression instanceof Expr.Format format) {
      format.values().forEach(each -> asText(value(each, scope), each, scope));
      return Value.UNKNOWN;
    }
    expression.children().forEach(each -> value(each, scope));
    return Value.UNKNOWN;
  }

  private Value context(Expr.Mapping mapping, Scope scope) {
    Map<String, Value> entries = new HashMap<>();
    for (Expr.Entry entry : mapping.entries()) {
      Value value = value(entry.value(), scope);
      if (entry.key().isEmpty() && value instanceof Value.Context unpacked) {
        entries.putAll(unpacked.entries());
      } else if (entry.key().orElse(null) instanceof Expr.Text key) {
        entries.put(key.value(), value);
      }
    }
    return new Value.Context(entries);
  }

  /** An expression whose truth is asked. */
  void test(Expr expression, Scope scope) {
    if (expression instanceof Expr.Operation operation
        && Set.of("and", "or", "not").contains(operation.operator())) {
      operation.operands().forEach(each -> test(each, scope));
      return;
    }
    observer.tests(expression, value(expression, scope), scope);
  }

  private Value name(Expr.Name name, Scope scope) {
    Value local = scope.names().get(name.id());
    if (local != null) {
      return local;
    }
    Meaning meaning = code.meaning(scope.module(), name);
    return ofMeaning(meaning);
  }

  /** What a name that isn't local holds. */
  Value ofMeaning(Meaning meaning) {
    Optional<DjangoModel> model = models.of(meaning);
    if (model.isPresent()) {
      return new Value.Model(model.get());
    }
    if (meaning instanceof Meaning.Value value && value.value() instanceof Expr.Call made) {
      Optional<DjangoModel> loaded = models.of(value.module(), made);
      if (loaded.isPresent()) {
        return new Value.Model(loaded.get());
      }
      Optional<Meaning.Class> named = code.loadedClasses().of(meaning);
      if (named.isPresent()) {
        return ofMeaning(named.get());
      }
    }
    boolean isCallable = meaning instanceof Meaning.Function || meaning instanceof Meaning.Class;
    return isCallable ? new Value.Callable(meaning, Optional.empty()) : Value.UNKNOWN;
  }

  private Value attribute(Expr.Attribute attribute, Scope scope) {
    Value remembered = attribute.dotted().map(scope.names()::get).orElse(null);
    if (remembered != null) {
      return remembered;
    }
    if (Set.of("id", "pk").contains(attribute.name())) {
      scope.readsKeyOf(attribute.value());
    }
    Value base = value(attribute.value(), scope);
    if (base instanceof Value.Unknown) {
      return attribute.dotted().isPresent()
          ? ofMeaning(code.meaning(scope.module(), attribute))
          : Value.UNKNOWN;
    }
    return attribute(base, attribute.name(), attribute, scope);
  }

  /**
   * What reading an attribute of a value gives.
   *
   * @param at the code that reads
   */
  Value attribute(Value base, String name, Expr at, Scope scope) {
    if (base instanceof Value.Model each) {
      return ofModel(each.model(), name, at, scope);
    }
    if (base instanceof Value.Row row) {
      return ofRow(row, name, at, scope);
    }
    if (base instanceof Value.Instance instance) {
      return ofInstance(instance, name, at, scope);
    }
    if (base instanceof Value.Rows rows) {
      return name.equals("object_list")
          ? rows
          : name.equals("model") ? new Value.Model(rows.model()) : Value.UNKNOWN;
    }
    if (base instanceof Value.UserRow user) {
      return ofUser(user, name, at, scope);
    }
    if (base instanceof Value.Context context) {
      return context.entries().getOrDefault(name, Value.UNKNOWN);
    }
    if (base instanceof Value.OneOf any) {
      return any.rows().stream()
          .map(row -> attribute(row, name, at, scope))
          .filter(each -> !(each instanceof Value.Unknown))
          .findFirst()
          .orElse(Value.UNKNOWN);
    }
    if (base instanceof Value.Form form) {
      return name.equals("instance") ? form.row() : Value.UNKNOWN;
    }
    return base instanceof Value.Filtered filtered && name.equals("qs")
        ? filtered.rows()
        : Value.UNKNOWN;
  }

  private Value ofModel(DjangoModel model, String name, Expr at, Scope scope) {
    boolean isManager =
        Set.of("objects", "_default_manager", "_base_manager").contains(name)
            || model
                .definition()
                .attribute(name)
                .filter(member -> isManagerCall(member.value()))
                .isPresent();
    if (isManager) {
      return manager(model, name, at, scope);
    }
    return model
        .method(name)
        .<Value>map(
            member ->
                new Value.Callable(
                    new Meaning.Function(member.owner().module(), member.value()),
                    QueryReader.hasDecorator(member.value(), "classmethod")
                        ? Optional.of(new Value.Model(model))
                        : Optional.empty()))
        .orElse(Value.UNKNOWN);
  }

  private static boolean isManagerCall(Expr value) {
    return value
        .all()
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && (call.name().endsWith("Manager")
                        || call.name().equals("as_manager")
                        || call.name().equals("from_queryset")));
  }

  private Value manager(DjangoModel model, String name, Expr at, Scope scope) {
    String declared = name.startsWith("_") ? "objects" : name;
    Optional<ClassCode> custom = model.manager(declared);
    boolean isUnseen =
        custom.isEmpty()
            && model
                .definition()
                .attribute(declared)
                .filter(member -> !isPlainManager(member.value()))
                .isPresent();
    Query query = Query.of(model, custom, scope.module(), at, depth(scope));
    Value.Rows all = Value.Rows.of(isUnseen ? query.opened() : query);
    Value.Rows start =
        custom
            .flatMap(
                type ->
                    reader.callMethod(
                        type, "get_queryset", all, List.of(), Map.of(), deeper(scope, at, name)))
            .filter(Value.Rows.class::isInstance)
            .map(
                value -> {
                  Query given = ((Value.Rows) value).query();
                  Query placed = given.givenTo(scope.module(), at, query);
                  return Value.Rows.of(
                      placed.methods().isPresent() ? placed : placed.withMethods(custom.get()));
                })
            .orElse(all);
    return new Value.Rows(
        start.query(), "", model, true, true, false, Optional.empty(), Optional.empty());
  }

  private static boolean isPlainManager(Expr value) {
    return value instanceof Expr.Call call && PLAIN_MANAGERS.contains(call.name());
  }

  private static int depth(Scope scope) {
    return scope.calls().size();
  }

  private static List<Access.Call> deeper(Scope scope, Expr at, String name) {
    List<Access.Call> calls = new ArrayList<>(scope.calls());
    calls.add(new Access.Call(scope.module(), at.place(), name));
    return calls;
  }

  private Value ofInstance(Value.Instance instance, String name, Expr at, Scope scope) {
    Optional<ClassCode.Member<Expr>> assigned =
        name.equals("model") ? viewModels.model(instance.type()) : instance.type().attribute(name);
    if (name.equals("model") && assigned.isEmpty()) {
      return Value.UNKNOWN;
    }
    if (assigned.isPresent()) {
      return reader.valueOf(assigned.get().value(), assigned.get().owner().module());
    }
    if (name.equals("object_list")) {
      return querysetOf(instance, scope);
    }
    if (name.equals("object")) {
      return objectOf(instance, scope);
    }
    Optional<ClassCode.Member<Stmt.Function>> method = instance.type().method(name);
    if (method.isEmpty()) {
      return reader.assigned(instance, name);
    }
    Meaning.Function meaning =
        new Meaning.Function(method.get().owner().module(), method.get().value());
    return isProperty(method.get().value())
        ? reader.call(meaning, List.of(instance), Map.of(), deeper(scope, at, name))
        : new Value.Callable(meaning, Optional.of(instance));
  }

  static Value oneOf(Value value) {
    if (!(value instanceof Value.Rows rows)) {
      return Value.UNKNOWN;
    }
    // The first of the rows that each row of a loop keeps is one for every pass.
    boolean isKept = rows.owner().isPresent() && rows.via().isEmpty();
    return new Value.Row(
        rows.query(),
        rows.path(),
        rows.model(),
        isKept ? rows.owner().flatMap(Value.Row::loop) : Optional.empty());
  }

  /** The row of a class-based view: what its own method gives, or one of its rows. */
  Value objectOf(Value.Instance view, Scope scope) {
    Optional<Value> own =
        reader.callMethod(view.type(), "get_object", view, List.of(), Map.of(), scope.calls());
    return own.orElseGet(() -> oneOf(querysetOf(view, scope)));
  }

  /** The rows of a class-based view: its own method, or the attributes that Django's looks at. */
  Value querysetOf(Value.Instance view, Scope scope) {
    Optional<Value> own =
        reader.callMethod(view.type(), "get_queryset", view, List.of(), Map.of(), scope.calls());
    return own.orElseGet(() -> declaredQueryset(view.type()));
  }

  Value declaredQueryset(ClassCode view) {
    Optional<ClassCode.Member<Expr>> queryset = view.attribute("queryset");
    if (queryset.isPresent()) {
      Value value = reader.valueOf(queryset.get().value(), queryset.get().owner().module());
      return value instanceof Value.Rows rows ? rows.asQuerySet() : Value.UNKNOWN;
    }
    Optional<ClassCode.Member<Expr>> model = viewModels.model(view);
    return model
        .<Value>flatMap(
            each -> rowsOf(view, each.owner().module(), each.value(), 0).map(Value.class::cast))
        .orElse(Value.UNKNOWN);
  }

  /**
   * All rows of a view's model.
   *
   * @param origin what makes them
   */
  private Optional<Value.Rows> rowsOf(ClassCode view, ModuleCode module, Expr origin, int depth) {
    return viewModels
        .model(view)
        .map(each -> reader.valueOf(each.value(), each.owner().module()))
        .filter(Value.Model.class::isInstance)
        .map(each -> ((Value.Model) each).model())
        .map(each -> Query.of(each, each.manager("objects"), module, origin, depth))
        .map(Value.Rows::of);
  }

  /** The rows that a method of a view gets from a call that isn't followed. */
  private Optional<Value.Rows> given(Expr call, Scope scope) {
    return selfOf(scope) instanceof Value.Instance view && given.areGivenBy(call, scope)
        ? rowsOf(view.type(), scope.module(), call, depth(scope))
        : Optional.empty();
  }

  private Value ofRow(Value.Row row, String name, Expr at, Scope scope) {
    Optional<Relation> found = models.relation(row.model(), name);
    if (found.isPresent()) {
      return related(row, found.get(), at, scope);
    }
    Value.Rows kept = row.query().kept().get(join(row.path(), name));
    if (kept != null) {
      return new Value.Rows(
          kept.query(),
          "",
          kept.model(),
          false,
          false,
          kept.isFew(),
          Optional.of(row),
          Optional.empty());
    }
    Optional<ClassCode.Member<Stmt.Function>> method = row.model().method(name);
    if (method.isEmpty()) {
      return Value.UNKNOWN;
    }
    Meaning.Function meaning =
        new Meaning.Function(method.get().owner().module(), method.get().value());
    return isProperty(method.get().value())
        ? reader.call(meaning, List.of(row), Map.of(), deeper(scope, at, name))
        : new Value.Callable(meaning, Optional.of(row));
  }

  private static boolean isProperty(Stmt.Function method) {
    return QueryReader.hasDecorator(method, "property")
        || QueryReader.hasDecorator(method, "cached_property");
  }

  private Value related(Value.Row row, Relation relation, Expr at, Scope scope) {
    String path = join(row.path(), relation.name());
    if (relation.isMany()) {
      return relation
          .target()
          .<Value>map(target -> relatedManager(row, relation, target, path, at, scope))
          .orElseGet(() -> new Value.Outside(row, path));
    }
    boolean isAssigned = at.dotted().filter(scope.assigned()::contains).isPresent();
    if (!isAssigned) {
      boolean isKey = scope.readsOnlyKeyOf(at);
      read(row, path, isKey ? Access.Kind.KEY : Access.Kind.ONE, at, scope);
    }
    return relation
        .target()
        .<Value>map(target -> new Value.Row(row.query(), path, target, row.loop()))
        .orElseGet(
            () ->
                models.leadsToUser(relation, row.model())
                    ? new Value.UserRow(row, path)
                    : Value.UNKNOWN);
  }

  /** {@code profile.user.order_set}: Django's user knows what the project's models tie to it. */
  private Value ofUser(Value.UserRow user, String name, Expr at, Scope scope) {
    Optional<Relation> relation = models.relationOfUser(name);
    if (relation.isEmpty()) {
      return Value.UNKNOWN;
    }
    DjangoModel target = relation.get().target().orElseThrow();
    Value.Row owner = user.owner();
    String path = join(user.path(), name);
    if (relation.get().isMany()) {
      return relatedManager(owner, relation.get(), target, path, at, scope);
    }
    read(owner, path, Access.Kind.ONE, at, scope);
    return new Value.Row(owner.query(), path, target, owner.loop());
  }

  private Value relatedManager(
      Value.Row row, Relation relation, DjangoModel target, String path, Expr at, Scope scope) {
    Query below;
    if (row.loop().isPresent()) {
      below = row.query();
    } else {
      // One row's related rows are one query, which can be told what to load along.
      Query own = Query.of(target, target.manager("objects"), scope.module(), at, depth(scope));
      for (String loaded : row.query().below(path)) {
        own = own.loading(loaded);
      }
      if (!relation.inverse().isEmpty() && relation.isReverse()) {
        own = own.sharing(relation.inverse());
      }
      below =
          new Query(
              target,
              own.loaded(),
              Set.of(),
              false,
              false,
              relation.name(),
              own.methods(),
              scope.module(),
              at,
              List.of(),
              depth(scope),
              Map.of());
    }
    boolean isBelowLoop = row.loop().isPresent();
    return new Value.Rows(
        isBelowLoop && !relation.inverse().isEmpty() && relation.isReverse()
            ? below.sharing(path + "__" + relation.inverse()).keeping(row.query(), path)
            : below,
        isBelowLoop ? path : "",
        target,
        true,
        true,
        false,
        Optional.of(row),
        Optional.of(relation));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "__" + name;
  }

  private void read(Value.Row row, String path, Access.Kind kind, Expr at, Scope scope) {
    boolean isInMethod = row.loop().filter(loop -> loop.depth() < scope.calls().size()).isPresent();
    boolean isMissing =
        kind == Access.Kind.REFINED
            || !row.query().loads(path)
            || (isInMethod && row.query().isAtHand(path));
    if (row.loop().isEmpty() || !isMissing || scope.isHidden() || row.query().isOpen()) {
      return;
    }
    Value.Loop loop = row.loop().get();
    // A function that is called is read for its own sake too: only what it is given counts here.
    if (loop.depth() > 0 && row.query().depth() > 0) {
      return;
    }
    Place place = at instanceof Expr.Attribute attribute ? attribute.namePlace() : at.place();
    observer.reads(
        new Access(row.query(), path, kind, loop, scope.module(), place, inner(scope, loop)));
  }

  /** The calls since the loop; none in what another function of the loop was given to. */
  private static List<Access.Call> inner(Scope scope, Value.Loop loop) {
    int size = scope.calls().size();
    return scope.calls().subList(Math.min(loop.depth(), size), size);
  }

  private Value slice(Expr.Slice slice, Scope scope) {
    Value value = value(slice.value(), scope);
    if (value instanceof Value.Listed || value instanceof Value.Mixed) {
      return value;
    }
    if (!(value instanceof Value.Rows rows)) {
      return Value.UNKNOWN;
    }
    boolean isFew =
        slice
            .upper()
            .filter(
                upper ->
                    upper instanceof Expr.Constant constant && constant.text().matches("[0-5]"))
            .isPresent();
    return isFew ? rows.few() : rows;
  }

  private Value operation(Expr.Operation operation, Scope scope) {
    List<Value> values = new ArrayList<>();
    for (Expr operand : operation.operands()) {
      if (operation.operator().equals("not")) {
        test(operand, scope);
      } else {
        values.add(value(operand, scope));
      }
    }
    if (operation.operator().equals("+")) {
      return RowHolders.joined(values);
    }
    boolean isOfQuerysets = Set.of("|", "&").contains(operation.operator());
    if (isOfQuerysets && values.stream().anyMatch(Value.Rows.class::isInstance)) {
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) instanceof Value.Unknown) {
          values.set(
              i,
              given(operation.operands().get(i), scope)
                  .<Value>map(each -> each)
                  .orElse(Value.UNKNOWN));
        }
      }
    }
    boolean keepsRows = isOfQuerysets || Set.of("or", "and").contains(operation.operator());
    return keepsRows ? values.stream().reduce(QueryReader::merge).orElseThrow() : Value.UNKNOWN;
  }

  private Value comprehension(Expr.Comprehension comprehension, Scope scope) {
    Map<String, Value> outer = new HashMap<>(scope.names());
    for (Expr.Clause clause : comprehension.clauses()) {
      Value iterable = value(clause.iterable(), scope);
      bindElement(clause.target(), clause.iterable(), iterable, true, scope);
      clause.conditions().forEach(condition -> test(condition, scope));
    }
    Value element =
        comprehension.element() instanceof Expr.Mapping entry && entry.entries().size() == 1
            ? entry(entry.entries().get(0), scope)
            : value(comprehension.element(), scope);
    scope.setNames(outer);
    if (!(element instanceof Value.Row row) || row.loop().isEmpty()) {
      return comprehension.bracket() == Expr.Bracket.DICT
          ? Value.UNKNOWN
          : RowHolders.listOf(element).orElse(Value.UNKNOWN);
    }
    Value.Rows rows = RowLookups.collected(row);
    return comprehension.bracket() == Expr.Bracket.DICT ? new Value.Keyed(rows) : rows;
  }

  /** What the dictionary of a comprehension holds under its keys. */
  private Value entry(Expr.Entry entry, Scope scope) {
    entry.key().ifPresent(key -> value(key, scope));
    return value(entry.value(), scope);
  }

  /** Follows what a function written in place does with each row. */
  void eachRow(Expr.Lambda function, Expr iterable, Value rows, Scope scope) {
    if (!function.parameters().isEmpty()) {
      Map<String, Value> outer = new HashMap<>(scope.names());
      Expr.Parameter row = function.parameters().get(0);
      bindElement(new Expr.Name(row.name(), row.place()), iterable, rows, true, scope);
      value(function.body(), scope);
      scope.setNames(outer);
    }
  }

  /** Gives a loop's target what one pass holds. */
  void bindElement(Expr target, Expr iterable, Value value, boolean isRepeated, Scope scope) {
    Value.Rows rows = value instanceof Value.Rows each ? each : null;
    Expr bound = target;
    if (value instanceof Value.Keyed keyed) {
      rows = RowLookups.iterated(iterable, keyed).orElse(null);
      if (rows != null
          && RowLookups.givesPairs(iterable)
          && target instanceof Expr.Collection pair
          && pair.elements().size() == 2) {
        reader.bind(pair.elements().get(0), Value.UNKNOWN, scope);
        bound = pair.elements().get(1);
      }
    }
    if (iterable instanceof Expr.Call call
        && call.name().equals("groupby")
        && target instanceof Expr.Collection pair
        && pair.elements().size() == 2) {
      reader.bind(pair.elements().get(0), Value.UNKNOWN, scope);
      reader.bind(pair.elements().get(1), value, scope);
      return;
    }
    if (iterable instanceof Expr.Call call && call.callee() instanceof Expr.Name function) {
      if (function.id().equals("enumerate")
          && target instanceof Expr.Collection pair
          && pair.elements().size() == 2) {
        reader.bind(pair.elements().get(0), Value.UNKNOWN, scope);
        bound = pair.elements().get(1);
      } else if (function.id().equals("zip") && target instanceof Expr.Collection each) {
        bindZipped(call, each, isRepeated, scope);
        return;
      }
    }
    if (rows == null) {
      reader.bind(bound, elementOf(value, iterable, isRepeated, scope), scope);
      return;
    }
    if (rows.owner().isPresent() && rows.isManager()) {
      reader.bind(bound, Value.UNKNOWN, scope);
      return;
    }
    reader.bind(bound, element(rows, iterable, isRepeated, scope), scope);
  }

  private Value elementOf(Value value, Expr iterable, boolean isRepeated, Scope scope) {
    if (value instanceof Value.Mixed mixed) {
      return new Value.OneOf(
          mixed.parts().stream().map(each -> element(each, iterable, isRepeated, scope)).toList());
    }
    if (value instanceof Value.Forms forms) {
      return new Value.Form(element(forms.rows(), iterable, isRepeated, scope));
    }
    return value instanceof Value.Listed listed ? listed.element() : Value.UNKNOWN;
  }

  private Value.Row element(Value.Rows rows, Expr iterable, boolean isRepeated, Scope scope) {
    Optional<Value.Loop> loop =
        isRepeated && !rows.isFew()
            ? Optional.of(new Value.Loop(scope.module(), iterable, iterable.place(), depth(scope)))
            : Optional.empty();
    Optional<Value.Loop> outer = rows.owner().flatMap(Value.Row::loop);
    return new Value.Row(
        rows.query(),
        rows.path(),
        rows.model(),
        rows.path().isEmpty() ? loop : outer.or(() -> loop));
  }

  private void bindZipped(Expr.Call zip, Expr.Collection targets, boolean isRepeated, Scope scope) {
    List<Expr> sources = zip.positional();
    for (int i = 0; i < targets.elements().size(); i++) {
      Value value =
          i < sources.size() && value(sources.get(i), scope) instanceof Value.Rows rows
              ? element(rows, sources.get(i), isRepeated, scope)
              : Value.UNKNOWN;
      reader.bind(targets.elements().get(i), value, scope);
    }
  }

  private Value call(Expr.Call call, Scope scope) {
    if (call.callee() instanceof Expr.Name name && name.id().equals("super")) {
      return scope
          .owner()
          .<Value>map(type -> new Value.Super(type, selfOf(scope)))
          .orElse(Value.UNKNOWN);
    }
    Value receiver = receiver(call, scope);
    List<Value> arguments = new ArrayList<>();
    Map<String, Value> named = new LinkedHashMap<>();
    for (Expr.Argument argument : call.arguments()) {
      Value value = value(argument.value(), scope);
      if (argument.keyword().isEmpty()) {
        arguments.add(value);
      } else {
        named.put(argument.keyword(), value);
      }
    }
    observer.calls(call, receiver, arguments, scope);
    renderings.follow(call, arguments, scope);
    functions.follow(call, receiver, arguments, scope);
    if (receiver instanceof Value.Rows rows) {
      return onRows(rows, call, arguments, named, scope);
    }
    if (receiver instanceof Value.Nothing && call.name().equals("append")) {
      RowLookups.listWith(arguments)
          .ifPresent(list -> reader.bind(call.receiver().get(), list, scope));
      return Value.UNKNOWN;
    }
    if (receiver instanceof Value.Keyed keyed) {
      return RowLookups.of(keyed, call.name(), scope);
    }
    if (receiver instanceof Value.Outside manager) {
      return onOutside(manager, call, scope);
    }
    if (receiver instanceof Value.Super base) {
      return onSuper(base, call, arguments, named, scope);
    }
    if (receiver instanceof Value.Context before && call.name().equals("update")) {
      Map<String, Value> more =
          !arguments.isEmpty() && arguments.get(0) instanceof Value.Context given
              ? given.entries()
              : named;
      call.receiver()
          .flatMap(Expr::dotted)
          .ifPresent(name -> scope.names().put(name, before.with(more)));
      return Value.UNKNOWN;
    }
    if (call.callee() instanceof Expr.Name dict && dict.id().equals("dict")) {
      return new Value.Context(Map.copyOf(named));
    }
    if (receiver instanceof Value.Instance view && call.name().equals("get_queryset")) {
      return querysetOf(view, scope);
    }
    if (receiver instanceof Value.Instance view && call.name().equals("get_object")) {
      return objectOf(view, scope);
    }
    Optional<Value> known = builtin(call, arguments, scope);
    return known.orElseGet(() -> onCallable(call, receiver, arguments, named, scope));
  }

  private Value receiver(Expr.Call call, Scope scope) {
    Value receiver = call.receiver().map(each -> value(each, scope)).orElse(Value.UNKNOWN);
    return receiver instanceof Value.Unknown
        ? GivenQuerysets.refinedBy(call)
            .flatMap(each -> given(each, scope))
            .<Value>map(each -> each)
            .orElse(receiver)
        : receiver;
  }

  private static Value selfOf(Scope scope) {
    return scope
        .function()
        .filter(function -> !function.parameters().isEmpty())
        .map(function -> scope.names().get(function.parameters().get(0).name()))
        .orElse(Value.UNKNOWN);
  }

  private Value onSuper(
      Value.Super base,
      Expr.Call call,
      List<Value> arguments,
      Map<String, Value> named,
      Scope scope) {
    ClassCode type = base.self() instanceof Value.Instance self ? self.type() : base.type();
    Optional<Value> inProject =
        reader.callSuper(
            type, base.type(), call.name(), base.self(), arguments, named, scope.calls());
    if (inProject.isPresent()) {
      return inProject.get();
    }
    if (call.name().equals("get_context_data")) {
      return standardContext(base, scope);
    }
    if (call.name().equals("get_object") && base.self() instanceof Value.Instance view) {
      return oneOf(querysetOf(view, scope));
    }
    if (base.self() instanceof Value.Rows rows && REFINING.contains(call.name())) {
      return call.name().equals("get_queryset") ? rows.asQuerySet() : refined(rows, call, scope);
    }
    if (!call.name().equals("get_queryset")) {
      return Value.UNKNOWN;
    }
    return base.self() instanceof Value.Instance view
        ? declaredQueryset(view.type())
        : Value.UNKNOWN;
  }

  /** What Django's list views give to their templates. */
  private Value standardContext(Value.Super base, Scope scope) {
    boolean isList =
        base.self() instanceof Value.Instance view
            && view.type().inheritsFromAnyEnding("ListView")
            && scope.calls().isEmpty();
    Value rows = isList ? querysetOf((Value.Instance) base.self(), scope) : Value.UNKNOWN;
    return new Value.Context(rows instanceof Value.Rows ? Map.of("object_list", rows) : Map.of());
  }

  private Optional<Value> builtin(Expr.Call call, List<Value> arguments, Scope scope) {
    Value first = arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0);
    String name = call.name();
    Optional<String> attribute =
        name.equals("getattr") && call.positional().size() > 1
            ? text(call.positional().get(1), scope)
            : Optional.empty();
    if (attribute.isPresent()) {
      return Optional.of(attribute(first, attribute.get(), call, scope));
    }
    if (name.equals("groupby")) {
      return Optional.of(first instanceof Value.Rows rows ? rows.evaluated() : Value.UNKNOWN);
    }
    if (call.callee() instanceof Expr.Name && SAME_ROWS.contains(name)) {
      return Optional.of(
          first instanceof Value.Rows rows
              ? rows.evaluated()
              : first instanceof Value.Listed || first instanceof Value.Mixed
                  ? first
                  : Value.UNKNOWN);
    }
    if (name.equals("chain")) {
      return Optional.of(chained(arguments));
    }
    if (call.callee() instanceof Expr.Name && Set.of("enumerate", "zip").contains(name)) {
      return Optional.of(first);
    }
    if (name.equals("get_object_or_404") || name.equals("aget_object_or_404")) {
      return Optional.of(
          rowsOf(first, call, scope)
              .<Value>map(
                  rows -> new Value.Row(rows.query(), rows.path(), rows.model(), Optional.empty()))
              .orElse(Value.UNKNOWN));
    }
    if (name.equals("get_list_or_404")) {
      return Optional.of(
          rowsOf(first, call, scope).<Value>map(Value.Rows::evaluated).orElse(Value.UNKNOWN));
    }
    if (name.endsWith("Paginator") || name.equals("paginate")) {
      return Optional.of(first);
    }
    if (name.equals("prefetch_related_objects") && first instanceof Value.Rows rows) {
      call.positional()
          .get(0)
          .dotted()
          .ifPresent(each -> scope.names().put(each, rows.with(rows.query().opened())));
      return Optional.of(Value.UNKNOWN);
    }
    if (name.equals("str") && call.callee() instanceof Expr.Name) {
      asText(first, call, scope);
      return Optional.of(Value.UNKNOWN);
    }
    Optional<DjangoModel> model = models.of(scope.module(), call);
    return model.map(Value.Model::new);
  }

  /** {@code "customer"}, or {@code self.attribute} of an object whose texts are known. */
  private static Optional<String> text(Expr name, Scope scope) {
    if (name instanceof Expr.Text text) {
      return Optional.of(text.value());
    }
    return name instanceof Expr.Attribute read
            && read.value() instanceof Expr.Name owner
            && scope.names().get(owner.id()) instanceof Value.Instance object
        ? Optional.ofNullable(object.texts().get(read.name()))
        : Optional.empty();
  }

  /** {@code chain(drafts, orders)}: among others, the rows that it is known to give. */
  private static Value chained(List<Value> parts) {
    return parts.stream()
        .filter(Value.Rows.class::isInstance)
        .map(each -> (Value) ((Value.Rows) each).evaluated())
        .reduce(QueryReader::merge)
        .orElse(Value.UNKNOWN);
  }

  private Optional<Value.Rows> rowsOf(Value value, Expr at, Scope scope) {
    if (value instanceof Value.Rows rows) {
      return Optional.of(rows);
    }
    return value instanceof Value.Model each
            && manager(each.model(), "objects", at, scope) instanceof Value.Rows rows
        ? Optional.of(rows)
        : Optional.empty();
  }

  void render(TemplateFile template, Map<String, Value> names, Expr at, Scope scope) {
    renderings.walk(template, names, at, scope);
  }

  /** What a template makes of a name behind a dot: methods are called. */
  Value templateAttribute(Value base, String name, Scope scope) {
    return templateAttribute(base, name, Place.inLine(1, 0, 1), scope);
  }

  /**
   * @param place of the code that shows the template
   */
  Value templateAttribute(Value base, String name, Place place, Scope scope) {
    Expr.Name at = new Expr.Name("", place);
    if (base instanceof Value.Rows rows) {
      Expr.Attribute method = new Expr.Attribute(at, name, place);
      return onRows(rows, new Expr.Call(method, List.of(), place), List.of(), Map.of(), scope);
    }
    Optional<Value> many =
        base instanceof Value.Row row && row.loop().isEmpty()
            ? manyOfOne(row, name)
            : Optional.empty();
    if (many.isPresent()) {
      return many.get();
    }
    Value value = attribute(base, name, at, scope);
    if (value instanceof Value.Callable callable
        && callable.meaning() instanceof Meaning.Function function) {
      return reader.call(
          function,
          callable.self().map(List::of).orElse(List.of()),
          Map.of(),
          deeper(scope, at, name));
    }
    return value;
  }

  /** A template can't refine related rows: the query of the one row has to load along. */
  private Optional<Value> manyOfOne(Value.Row row, String name) {
    return models
        .relation(row.model(), name)
        .filter(Relation::isMany)
        .filter(relation -> relation.target().isPresent())
        .map(
            relation -> {
              String path = join(row.path(), name);
              Query query =
                  relation.inverse().isEmpty() || !relation.isReverse()
                      ? row.query()
                      : row.query()
                          .sharing(path + "__" + relation.inverse())
                          .keeping(row.query(), path);
              return new Value.Rows(
                  query,
                  path,
                  relation.target().get(),
                  true,
                  true,
                  false,
                  Optional.of(row),
                  Optional.of(relation));
            });
  }

  void asText(Value value, Expr at, Scope scope) {
    if (value instanceof Value.Row row && row.loop().isPresent()) {
      row.model()
          .method("__str__")
          .ifPresent(
              member ->
                  reader.call(
                      new Meaning.Function(member.owner().module(), member.value()),
                      List.of(row),
                      Map.of(),
                      deeper(scope, at, "__str__")));
    }
  }

  private Value onCallable(
      Expr.Call call,
      Value receiver,
      List<Value> arguments,
      Map<String, Value> named,
      Scope scope) {
    if (isFormSet(call) && named.get("queryset") instanceof Value.Rows rows) {
      return new Value.Forms(rows);
    }
    Value callee = calleeOf(call, receiver, scope);
    if (callee instanceof Value.Model made) {
      return QueryReader.given(made.model(), scope.module());
    }
    if (!(callee instanceof Value.Callable callable)) {
      // A filter set, or a view of Django REST framework, gives fewer of the same rows.
      return call.name().equals("filter_queryset")
              && !arguments.isEmpty()
              && arguments.get(0) instanceof Value.Rows rows
          ? rows
          : Value.UNKNOWN;
    }
    if (callable.meaning() instanceof Meaning.Function function) {
      List<Value> all = new ArrayList<>();
      callable.self().ifPresent(all::add);
      all.addAll(arguments);
      return reader.call(function, all, named, deeper(scope, call, call.name()));
    }
    if (callable.meaning() instanceof Meaning.Class each) {
      return instantiate(code.classCode(each), call, arguments, named, scope);
    }
    return Value.UNKNOWN;
  }

  /** {@code OrderFormSet(queryset=orders)}: each form has a row for its instance. */
  private static boolean isFormSet(Expr.Call call) {
    return call.name().toLowerCase(Locale.ROOT).endsWith("formset");
  }

  private Value calleeOf(Expr.Call call, Value receiver, Scope scope) {
    if (call.callee() instanceof Expr.Attribute member && !(receiver instanceof Value.Unknown)) {
      return receiver instanceof Value.Row row && CHANGES.contains(member.name())
          ? Value.UNKNOWN
          : attribute(receiver, member.name(), member, scope);
    }
    return call.callee() instanceof Expr.Call ? Value.UNKNOWN : value(call.callee(), scope);
  }

  /** {@code OrderQuerySet(self.model)}: a queryset of that class. */
  private Value instantiate(
      ClassCode type,
      Expr.Call call,
      List<Value> arguments,
      Map<String, Value> named,
      Scope scope) {
    if (type.inheritsFromAnyEnding("FilterSet")) {
      // django-filter: OrderFilter(request.GET, queryset=orders).qs
      Value rows =
          named.getOrDefault("queryset", arguments.size() > 1 ? arguments.get(1) : Value.UNKNOWN);
      return rows instanceof Value.Rows each ? new Value.Filtered(each) : Value.UNKNOWN;
    }
    Value data = named.getOrDefault("data", arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0));
    if (data instanceof Value.Rows rows && RowTable.of(type, code).isPresent()) {
      observer.tabulates(type, rows, call, scope);
    }
    if (!QueryReader.isQuerySetClass(type)) {
      return models.of(type).isPresent() ? Value.UNKNOWN : new Value.Instance(type);
    }
    return selfOf(scope) instanceof Value.Rows self
        ? Value.Rows.of(self.query().withMethods(type))
        : Value.UNKNOWN;
  }

  private Value onRows(
      Value.Rows rows,
      Expr.Call call,
      List<Value> arguments,
      Map<String, Value> named,
      Scope scope) {
    String name = call.name();
    Optional<ClassCode> methods = methods(rows, name);
    if (methods.isPresent() && !OF_DJANGO.contains(name)) {
      Value result =
          reader
              .callMethod(methods.get(), name, rows, arguments, named, deeper(scope, call, name))
              .orElse(Value.UNKNOWN);
      return result instanceof Value.Rows given && given.owner().isEmpty()
          ? given.with(
              isGiven(call, rows.query(), scope)
                  ? given.query().passing(scope.module(), call, rows.query())
                  : given.query().givenTo(scope.module(), call, rows.query()))
          : result;
    }
    if (rows.owner().isPresent() && rows.owner().get().loop().isPresent() && rows.isManager()) {
      return onRelatedInLoop(rows, call, scope);
    }
    if (ONE.contains(name)) {
      return new Value.Row(rows.query(), rows.path(), rows.model(), Optional.empty());
    }
    if (Set.of("get_page", "page", "order_by", "object_list").contains(name) && !rows.isLazy()) {
      return rows;
    }
    if (name.equals("get_page") || name.equals("page")) {
      return rows.evaluated();
    }
    if (name.equals("get_or_create")) {
      return new Value.Tuple(
          List.of(
              new Value.Row(rows.query(), rows.path(), rows.model(), Optional.empty()),
              Value.UNKNOWN));
    }
    if (name.equals("in_bulk") && rows.owner().flatMap(Value.Row::loop).isEmpty()) {
      return new Value.Keyed(rows.evaluated());
    }
    return refined(rows, call, scope);
  }

  /** The project's class that has a further method of a queryset or manager. */
  private static Optional<ClassCode> methods(Value.Rows rows, String name) {
    return rows.query()
        .methods()
        .filter(type -> type.method(name).isPresent())
        .or(
            () ->
                Optional.of(rows)
                    .filter(each -> each.isManager() && !REFINING.contains(name))
                    .flatMap(each -> each.model().managerBehind("objects"))
                    .filter(type -> type.method(name).isPresent()));
  }

  private Value refined(Value.Rows rows, Expr.Call call, Scope scope) {
    String name = call.name();
    Query query = rows.query();
    if (SEARCHING.contains(name) && rows.isLazy()) {
      return rows.asQuerySet();
    }
    if (!REFINING.contains(name)) {
      // A method that nobody here knows may give the rows with anything loaded.
      return rows.isLazy() && rows.query().methods().isPresent() && !ends(name)
          ? rows.with(query.opened().at(scope.module(), call)).asQuerySet()
          : Value.UNKNOWN;
    }
    if (!rows.isLazy()) {
      return Value.UNKNOWN;
    }
    Query changed =
        switch (name) {
          case "select_related" -> selecting(query, rows, call, scope);
          case "prefetch_related" -> prefetching(query, rows, call, scope);
          case "filter" -> restricted(filtered(query, rows, call), rows, call);
          case "exclude", "complex_filter", "extra" -> query.refined();
          default -> query;
        };
    boolean isOfBase =
        !Set.of("filter", "exclude").contains(name)
            && isInherited(scope)
            && !isMadeIn(call, query, scope);
    boolean isGiven = isGiven(call, query, scope);
    if (rows.path().isEmpty() && isGiven && PREPARING.contains(name)) {
      changed = changed.passing(scope.module(), call, query);
    } else if (rows.path().isEmpty() && !isOfBase && !isGiven) {
      changed = changed.at(scope.module(), call);
    }
    Value.Rows result = rows.with(changed).asQuerySet();
    return name.equals("none") ? result.few() : result;
  }

  /**
   * {@code def sorted_by(rows, order): return rows.order_by(order)}: what its caller shows is the
   * caller's to load.
   */
  private static boolean isGiven(Expr.Call call, Query query, Scope scope) {
    return query.depth() < depth(scope)
        && SharedOrigin.root(call).filter(root -> isParameter(root.id(), scope)).isPresent();
  }

  private static boolean isParameter(String name, Scope scope) {
    return !name.equals("self")
        && scope
            .function()
            .filter(each -> each.parameters().stream().anyMatch(p -> p.name().equals(name)))
            .isPresent();
  }

  /** Whether a chain of calls begins where the queryset is made. */
  private static boolean isMadeIn(Expr.Call call, Query query, Scope scope) {
    return query.module() == scope.module()
        && call.all().anyMatch(each -> each.place().equals(query.origin().place()));
  }

  /** Whether a view has the code from a base: there its rows aren't the only ones. */
  private static boolean isInherited(Scope scope) {
    return selfOf(scope) instanceof Value.Instance view
        && scope.owner().filter(owner -> owner != view.type()).isPresent();
  }

  /** A relation that a filter fixes leads to one row, whatever is behind it. */
  private Query restricted(Query query, Value.Rows rows, Expr.Call call) {
    Query restricted = query;
    for (Expr.Argument argument : call.arguments()) {
      String relation = argument.keyword();
      boolean isNull =
          argument.value() instanceof Expr.Constant value && value.text().equals("None");
      if (!isNull
          && models.relation(rows.model(), relation).filter(each -> !each.isMany()).isPresent()) {
        restricted = restricted.leadingToOne(join(rows.path(), relation));
      }
    }
    return restricted;
  }

  /** {@code filter(parent__isnull=True)}, {@code filter(parent=None)}: nobody has a parent. */
  private static Query filtered(Query query, Value.Rows rows, Expr.Call call) {
    Query changed = query.refined();
    for (Expr.Argument each : call.arguments()) {
      String name = each.keyword().replaceFirst("__isnull$", "");
      String wanted = name.equals(each.keyword()) ? "None" : "True";
      boolean isNull = each.value() instanceof Expr.Constant value && value.text().equals(wanted);
      if (isNull && rows.path().isEmpty() && !name.isEmpty() && !name.contains("__")) {
        changed = changed.without(name);
      }
    }
    return changed;
  }

  private static boolean ends(String name) {
    return name.matches(
        "a?(?:count|exists|aggregate|values|values_list|in_bulk|update|delete|dates|datetimes"
            + "|bulk_create|bulk_update|get_or_create|update_or_create|add|remove|set|clear|explain)");
  }

  /** {@code row.lines.all()} of every row, or a query of its own for each. */
  private Value onRelatedInLoop(Value.Rows rows, Expr.Call call, Scope scope) {
    String name = call.name();
    Value.Row owner = rows.owner().orElseThrow();
    Expr accessor = call.receiver().orElseThrow();
    if (CHANGES.contains(name) || ends(name) && name.matches("get_or_create|update_or_create")) {
      return Value.UNKNOWN;
    }
    if (PREFETCHABLE.contains(name)) {
      // first() uses a prefetch only of an unordered relation; count() and exists() always.
      read(owner, rows.path(), Access.Kind.MANY, accessor, scope);
      if (name.equals("all") || name.equals("iterator")) {
        return new Value.Rows(
            rows.query(), rows.path(), rows.model(), true, false, false, rows.owner(), rows.via());
      }
      return Value.UNKNOWN;
    }
    read(owner, rows.path(), Access.Kind.REFINED, accessor, scope);
    if (ONE.contains(name)) {
      return Value.UNKNOWN;
    }
    if (!REFINING.contains(name)) {
      return Value.UNKNOWN;
    }
    Query own =
        Query.of(rows.model(), rows.query().methods(), scope.module(), call, depth(scope))
            .sharing(rows.via().orElseThrow().inverse());
    Value.Rows fresh =
        new Value.Rows(
            own, "", rows.model(), true, false, false, Optional.empty(), Optional.empty());
    return refined(fresh, call, scope);
  }

  /** {@code row.groups.all()} of a model that is none of the project's. */
  private Value onOutside(Value.Outside manager, Expr.Call call, Scope scope) {
    boolean isPrefetchable = PREFETCHABLE.contains(call.name());
    if (isPrefetchable || REFINING.contains(call.name())) {
      read(
          manager.owner(),
          manager.path(),
          isPrefetchable ? Access.Kind.MANY : Access.Kind.REFINED,
          call.receiver().orElseThrow(),
          scope);
    }
    return Value.UNKNOWN;
  }

  private Query selecting(Query query, Value.Rows rows, Expr.Call call, Scope scope) {
    if (!call.isWrittenOut()) {
      return loadingConstants(query, rows, call, scope);
    }
    if (call.arguments().isEmpty()) {
      Query all = query;
      for (Relation relation : models.relations(rows.model())) {
        if (!relation.isReverse() && !relation.isMany()) {
          all = all.loading(join(rows.path(), relation.name()));
        }
      }
      return all;
    }
    return loadingConstants(query, rows, call, scope);
  }

  private Query loadingConstants(Query query, Value.Rows rows, Expr.Call call, Scope scope) {
    Query loading = query;
    for (Expr.Argument argument : call.arguments()) {
      Optional<Object> value = constants.value(scope.module(), argument.value());
      List<?> paths =
          value.isPresent() && value.get() instanceof List<?> list
              ? list
              : value.map(List::of).orElse(List.of());
      if (paths.isEmpty() || !paths.stream().allMatch(String.class::isInstance)) {
        return query.opened();
      }
      for (Object path : paths) {
        loading = loading.loading(join(rows.path(), (String) path));
      }
    }
    return loading;
  }

  private Query prefetching(Query query, Value.Rows rows, Expr.Call call, Scope scope) {
    Query loading = query;
    for (Expr.Argument argument : call.arguments()) {
      if (argument.value() instanceof Expr.Call prefetch && prefetch.name().equals("Prefetch")) {
        Optional<Query> with = prefetch(loading, rows, prefetch, scope);
        if (with.isEmpty()) {
          return query.opened();
        }
        loading = with.get();
      } else {
        Expr.Call single = new Expr.Call(call.callee(), List.of(argument), call.place());
        loading = loadingConstants(loading, rows, single, scope);
      }
    }
    return loading;
  }

  private Optional<Query> prefetch(Query query, Value.Rows rows, Expr.Call prefetch, Scope scope) {
    List<String> lookups =
        prefetch.at(0, "lookup").map(each -> texts(each, scope)).orElse(List.of());
    if (lookups.isEmpty()) {
      return Optional.empty();
    }
    Query loading = query;
    for (String lookup : lookups) {
      loading = prefetch(loading, rows, lookup, prefetch, scope);
    }
    return Optional.of(loading);
  }

  /** The text of an expression, or all those that a variable of the function may hold. */
  private List<String> texts(Expr expression, Scope scope) {
    Optional<String> text = constants.text(scope.module(), expression);
    if (text.isPresent() || !(expression instanceof Expr.Name variable)) {
      return text.stream().toList();
    }
    List<Optional<Expr>> assigned =
        scope.function().stream()
            .flatMap(Stmt.Function::statements)
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(each -> each.name().filter(variable.id()::equals).isPresent())
            .map(Stmt.Assign::value)
            .toList();
    List<String> all =
        assigned.stream()
            .flatMap(Optional::stream)
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
            .toList();
    return all.size() == assigned.size() ? all : List.of();
  }

  private Query prefetch(
      Query query, Value.Rows rows, String lookup, Expr.Call prefetch, Scope scope) {
    String path = join(rows.path(), lookup);
    Query loading = query.loading(path);
    int last = path.lastIndexOf("__");
    Optional<String> kept =
        prefetch
            .at(2, "to_attr")
            .flatMap(each -> constants.text(scope.module(), each))
            .map(name -> last < 0 ? name : path.substring(0, last + 2) + name);
    if (kept.isPresent()) {
      loading = loading.loading(kept.get());
    }
    Optional<Expr> inner = prefetch.at(1, "queryset");
    if (inner.isEmpty()) {
      return loading;
    }
    if (!(value(inner.get(), scope) instanceof Value.Rows nested) || nested.query().isOpen()) {
      // Whatever it loads is below.
      Query unseen = loading.loadingAllOf(path);
      return kept.map(unseen::loadingAllOf).orElse(unseen);
    }
    for (String each : nested.query().loaded()) {
      loading = loading.loading(path + "__" + each);
    }
    if (kept.isPresent()) {
      String inverse = models.relation(rows.model(), lookup).map(Relation::inverse).orElse("");
      loading =
          loading.keepingRows(kept.get(), nested.with(nested.query().sharing(inverse)).evaluated());
    }
    return loading;
  }
}
