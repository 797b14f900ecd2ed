package org.pyreview.frameworks.sqlalchemy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pyreview.frameworks.sqlalchemy.MappedModels.Relationship;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * Loops over queries that load a relationship of every row with a query of its own. Functions are
 * followed statement by statement; a query is followed through variables and the session's methods.
 */
public final class LazyLoads {

  private static final Set<String> SAME_QUERY =
      Set.of(
          "filter",
          "filter_by",
          "where",
          "order_by",
          "limit",
          "offset",
          "distinct",
          "join",
          "outerjoin",
          "group_by",
          "having",
          "all",
          "unique",
          "scalars",
          "yield_per",
          "paginate",
          "with_for_update",
          "execution_options",
          "options",
          "reset_joinpoint",
          "from_self");
  private static final Set<String> OF_SESSION = Set.of("scalars", "exec", "execute", "paginate");
  private static final Set<String> LOADERS =
      Set.of(
          "joinedload",
          "selectinload",
          "subqueryload",
          "contains_eager",
          "immediateload",
          "lazyload",
          "noload",
          "raiseload",
          "defaultload");
  private static final Set<String> PROPERTIES =
      Set.of("property", "cached_property", "hybrid_property");
  private static final Set<String> SAME_ROWS =
      Set.of("list", "sorted", "tuple", "set", "reversed", "enumerate");

  /** Methods of a query, or of what a session gives for one, that give one row. */
  private static final Set<String> ONE =
      Set.of(
          "first",
          "first_or_404",
          "one",
          "one_or_none",
          "one_or_404",
          "scalar_one",
          "scalar_one_or_none",
          "get",
          "get_or_404");

  /** Methods of a session that give one row of a model or a query. */
  private static final Set<String> ONE_OF_SESSION =
      Set.of("get", "get_one", "get_or_404", "scalar", "first_or_404", "one_or_404");

  private final MappedModels models;
  private final Map<String, Load> loads = new LinkedHashMap<>();
  private final TemplateReads templates;
  private final CommittingCalls committing;
  private ModuleCode module;
  private Stmt.Function function;

  /**
   * A query that ought to load more.
   *
   * @param way loader options that lead from the query to the rows
   * @param origin the query
   * @param loop what goes over its rows
   * @param reads where relationships are read, by their names
   * @param keys those of them that read only the id of the related row
   */
  public record Load(
      ModuleCode module,
      String model,
      String way,
      Expr origin,
      Site loop,
      Map<String, List<Site>> reads,
      Set<Site> keys) {}

  /** A place in the code, or in a template that the code renders. */
  public record Site(ProjectFile file, Place place) {}

  /**
   * The rows of a query.
   *
   * @param loaded names of the relationships it loads along
   * @param isOpen whether it may load others
   * @param isTuples whether each row still has to be unpacked
   * @param way loader options that lead to these rows from those of the query
   * @param owner the model whose relationship they are; empty for those of the query
   */
  record Rows(
      String model,
      Set<String> loaded,
      boolean isOpen,
      boolean isTuples,
      String way,
      String owner,
      Expr origin) {
    Rows at(Expr expression) {
      return new Rows(model, loaded, isOpen, isTuples, way, owner, expression);
    }

    Rows unpacked() {
      return new Rows(model, loaded, isOpen, false, way, owner, origin);
    }

    Rows packed() {
      return new Rows(model, loaded, isOpen, true, way, owner, origin);
    }

    Rows with(Set<String> more, boolean opens) {
      Set<String> all = new HashSet<>(loaded);
      all.addAll(more);
      return new Rows(model, all, isOpen || opens, isTuples, way, owner, origin);
    }

    boolean areKnown() {
      return !isTuples && !isOpen;
    }
  }

  /**
   * One row.
   *
   * @param loop what goes over it and its likes; empty for one that is read by itself
   */
  record Row(Rows rows, String model, Optional<Site> loop) {
    static Row in(Rows rows, Site loop) {
      return new Row(rows, rows.model, Optional.of(loop));
    }

    static Row alone(Rows rows) {
      return new Row(rows, rows.model, Optional.empty());
    }
  }

  public LazyLoads(Project project) {
    models = MappedModels.of(project);
    templates = new TemplateReads(this, TemplateSet.of(project));
    committing = new CommittingCalls(ProjectCode.of(project));
  }

  /** The loads in the functions of a file. */
  public List<Load> in(ModuleCode file) {
    if (models.isEmpty()) {
      return List.of();
    }
    module = file;
    loads.clear();
    file.functions()
        .forEach(
            each -> {
              function = each;
              follow(each.body(), new HashMap<>(), new HashMap<>());
            });
    return List.copyOf(loads.values());
  }

  private void follow(List<Stmt> statements, Map<String, Rows> queries, Map<String, Row> rows) {
    for (Stmt statement : statements) {
      read(statement).forEach(each -> look(each, queries, rows));
      if (statement instanceof Stmt.For loop) {
        followLoop(loop, queries, rows);
      } else if (!(statement instanceof Stmt.Function) && !(statement instanceof Stmt.ClassDef)) {
        bind(statement, queries, rows);
        follow(statement.inner(), queries, rows);
      }
    }
  }

  /** What a statement reads: an attribute that is set is written, which loads nothing. */
  private static List<Expr> read(Stmt statement) {
    if (!(statement instanceof Stmt.Assign assign) || !assign.operator().equals("=")) {
      return statement.expressions();
    }
    List<Expr> read = new ArrayList<>();
    assign.value().ifPresent(read::add);
    for (Expr target : assign.targets()) {
      if (target instanceof Expr.Attribute attribute) {
        read.add(attribute.value());
      } else {
        read.add(target);
      }
    }
    return read;
  }

  private void bind(Stmt statement, Map<String, Rows> queries, Map<String, Row> rows) {
    for (String name : Bindings.of(statement)) {
      Optional<Rows> value =
          statement instanceof Stmt.Assign assign
                  && assign.name().isPresent()
                  && assign.operator().equals("=")
              ? assign.value().flatMap(each -> rowsOf(each, queries, rows))
              : Optional.empty();
      Optional<Row> one =
          statement instanceof Stmt.Assign assign && assign.name().isPresent()
              ? assign.value().flatMap(each -> oneOf(each, queries, rows))
              : Optional.empty();
      rows.remove(name);
      one.ifPresent(each -> rows.put(name, each));
      Rows before = queries.remove(name);
      value.ifPresent(
          each ->
              queries.put(
                  name, before != null && refers(statement, name) ? joined(each, before) : each));
    }
  }

  private static boolean refers(Stmt statement, String name) {
    return statement.expressions().stream()
            .flatMap(Expr::all)
            .filter(each -> each instanceof Expr.Name read && read.id().equals(name))
            .count()
        > 1;
  }

  private static Rows joined(Rows one, Rows other) {
    return one.with(other.loaded, other.isOpen);
  }

  private void followLoop(Stmt.For loop, Map<String, Rows> queries, Map<String, Row> rows) {
    Optional<Rows> iterated = rowsOf(loop.iterable(), queries, rows);
    Map<String, Row> inner = new HashMap<>(rows);
    Bindings.names(loop.target()).forEach(inner::remove);
    if (iterated.isPresent()
        && !loop.endsInFirstPass()
        && !committing.areIn(loop, module, function)) {
      bindElement(loop.target(), loop.iterable(), iterated.get(), inner);
    }
    follow(loop.body(), queries, inner);
    follow(loop.otherwise(), queries, rows);
  }

  private void bindElement(Expr target, Expr iterable, Rows iterated, Map<String, Row> rows) {
    Expr element = target;
    if (iterable instanceof Expr.Call call
        && call.name().equals("enumerate")
        && target instanceof Expr.Collection pair
        && pair.elements().size() == 2) {
      element = pair.elements().get(1);
    }
    if (element instanceof Expr.Name name && iterated.areKnown()) {
      rows.put(name.id(), Row.in(iterated, here(iterable.place())));
    }
  }

  private Site here(Place place) {
    return new Site(module.file(), place);
  }

  /** Notes the reads of relationships in an expression. */
  private void look(Expr expression, Map<String, Rows> queries, Map<String, Row> rows) {
    if (expression instanceof Expr.Comprehension comprehension) {
      Map<String, Row> inner = new HashMap<>(rows);
      for (Expr.Clause clause : comprehension.clauses()) {
        look(clause.iterable(), queries, inner);
        rowsOf(clause.iterable(), queries, inner)
            .ifPresent(each -> bindElement(clause.target(), clause.iterable(), each, inner));
        clause.conditions().forEach(each -> look(each, queries, inner));
      }
      look(comprehension.element(), queries, inner);
      return;
    }
    if (expression instanceof Expr.Call call) {
      if (call.callee() instanceof Expr.Attribute called) {
        rowOf(called, rows)
            .ifPresent(
                row ->
                    noteThrough(
                        row,
                        called.name(),
                        here(called.namePlace()),
                        method -> !isProperty(method)));
      }
      TemplateReads.template(call)
          .ifPresent(
              template ->
                  templates.read(
                      template, context(call, queries, rows), singles(call, queries, rows)));
    }
    if (expression instanceof Expr.Attribute attribute) {
      if (attribute.name().equals("id")
          && attribute.value() instanceof Expr.Attribute related
          && rowOf(related, rows).isPresent()) {
        Site site = here(related.namePlace());
        note(rowOf(related, rows).get(), related.name(), site)
            .ifPresent(load -> load.keys.add(site));
        return;
      }
      Site site = here(attribute.namePlace());
      rowOf(attribute, rows)
          .ifPresent(
              row -> {
                note(row, attribute.name(), site);
                noteThrough(row, attribute.name(), site, LazyLoads::isProperty);
              });
    }
    if (!(expression instanceof Expr.Lambda)) {
      expression.children().forEach(each -> look(each, queries, rows));
    }
  }

  private static Optional<Row> rowOf(Expr.Attribute attribute, Map<String, Row> rows) {
    return attribute.value() instanceof Expr.Name name
        ? Optional.ofNullable(rows.get(name.id()))
        : Optional.empty();
  }

  /** The rows of queries that a template gets, by the names it gets them under. */
  private Map<String, Rows> context(
      Expr.Call call, Map<String, Rows> queries, Map<String, Row> rows) {
    Map<String, Rows> context = new HashMap<>();
    TemplateReads.context(call)
        .forEach(
            (name, value) ->
                rowsOf(value, queries, rows).ifPresent(each -> context.put(name, each)));
    return context;
  }

  /** The single rows that a template gets. */
  private Map<String, Row> singles(
      Expr.Call call, Map<String, Rows> queries, Map<String, Row> rows) {
    Map<String, Row> singles = new HashMap<>();
    TemplateReads.context(call)
        .forEach(
            (name, value) ->
                (value instanceof Expr.Name variable
                        ? Optional.ofNullable(rows.get(variable.id()))
                        : oneOf(value, queries, rows))
                    .ifPresent(each -> singles.put(name, each)));
    return singles;
  }

  /** Notes what an attribute of a row reads, a method or property of its model included. */
  void read(Row row, String name, Site site) {
    note(row, name, site);
    noteThrough(row, name, site, method -> true);
  }

  /** Notes what a method or property of a row reads, if a test accepts it. */
  private void noteThrough(Row row, String name, Site site, Predicate<Stmt.Function> test) {
    models
        .method(row.model, name)
        .filter(test)
        .ifPresent(
            method -> OwnReads.of(method).attributes().forEach(read -> note(row, read, site)));
  }

  private static boolean isProperty(Stmt.Function method) {
    return method.decorators().stream()
        .flatMap(each -> each.dotted().stream())
        .anyMatch(name -> PROPERTIES.contains(QualifiedName.of(name).lastName()));
  }

  /**
   * A read of an attribute of a row.
   *
   * @param site of the name, or of the method that reads it
   * @return what ought to load it; empty if it is there
   */
  private Optional<Load> note(Row row, String name, Site site) {
    Optional<Relationship> relation = models.relationship(row.model, name);
    // The row that the loop's rows belong to is in the session.
    boolean leadsBack =
        relation.isPresent()
            && !row.rows.owner.isEmpty()
            && relation.get().target().equals(row.rows.owner);
    boolean isMissing =
        relation.isPresent()
            && row.loop.isPresent()
            && !leadsBack
            && (relation.get().isPerUse()
                || (relation.get().isLazy() && !row.rows.loaded.contains(name)));
    if (!isMissing) {
      return Optional.empty();
    }
    Load load =
        loads.computeIfAbsent(
            row.rows.origin.place() + row.model,
            key ->
                new Load(
                    module,
                    row.model,
                    row.rows.way,
                    row.rows.origin,
                    row.loop.get(),
                    new LinkedHashMap<>(),
                    new HashSet<>()));
    load.reads.computeIfAbsent(name, key -> new ArrayList<>()).add(site);
    return Optional.of(load);
  }

  private Optional<Rows> rowsOf(Expr expression, Map<String, Rows> queries, Map<String, Row> rows) {
    if (expression instanceof Expr.Name name) {
      return Optional.ofNullable(queries.get(name.id()));
    }
    if (expression instanceof Expr.Await await) {
      return rowsOf(await.value(), queries, rows);
    }
    if (expression instanceof Expr.Attribute attribute) {
      return ofAttribute(attribute, queries, rows);
    }
    return expression instanceof Expr.Call call ? ofCall(call, queries, rows) : Optional.empty();
  }

  /** {@code Model.query}, the rows of a page, or the related rows of a row in a loop. */
  private Optional<Rows> ofAttribute(
      Expr.Attribute attribute, Map<String, Rows> queries, Map<String, Row> rows) {
    if (attribute.name().equals("items")) {
      return rowsOf(attribute.value(), queries, rows);
    }
    if (attribute.name().equals("query")) {
      return model(attribute.value()).map(model -> all(model, attribute));
    }
    return rowOf(attribute, rows).flatMap(row -> related(row, attribute.name()));
  }

  /** The rows that a relationship leads to from a row in a loop. */
  Optional<Rows> related(Row row, String name) {
    return models
        .relationship(row.model, name)
        .filter(relation -> models.contains(relation.target()) && row.rows.areKnown())
        .map(
            relation ->
                new Rows(
                    relation.target(),
                    row.rows.loaded,
                    false,
                    false,
                    row.rows.way + "selectinload(%s.%s).".formatted(row.model, name),
                    row.model,
                    row.rows.origin));
  }

  private Optional<String> model(Expr expression) {
    return expression
        .dotted()
        .map(name -> QualifiedName.of(name).lastName())
        .filter(models::contains);
  }

  private static Rows all(String model, Expr origin) {
    return new Rows(model, Set.of(), false, false, "", "", origin);
  }

  private Optional<Rows> ofCall(Expr.Call call, Map<String, Rows> queries, Map<String, Row> rows) {
    List<Expr> arguments = call.positional();
    String name = call.name();
    if (name.equals("query") || name.equals("select")) {
      return arguments.size() == 1 && call.arguments().size() == 1
          ? model(arguments.get(0)).map(model -> all(model, call))
          : Optional.empty();
    }
    Optional<Rows> receiver = call.receiver().flatMap(each -> rowsOf(each, queries, rows));
    if (receiver.isPresent()) {
      return SAME_QUERY.contains(name) ? Optional.of(next(receiver.get(), call)) : Optional.empty();
    }
    boolean takesRows =
        !arguments.isEmpty()
            && ((call.callee() instanceof Expr.Name && SAME_ROWS.contains(name))
                || (call.callee() instanceof Expr.Attribute && OF_SESSION.contains(name)));
    if (!takesRows) {
      return Optional.empty();
    }
    Optional<Rows> given = rowsOf(arguments.get(0), queries, rows);
    return name.equals("execute") ? given.map(Rows::packed) : given;
  }

  private static Rows next(Rows rows, Expr.Call call) {
    if (Set.of("all", "unique", "yield_per", "paginate").contains(call.name())) {
      return rows;
    }
    if (call.name().equals("scalars")) {
      return rows.unpacked();
    }
    if (!call.name().equals("options")) {
      return rows.at(call);
    }
    Set<String> loaded = new HashSet<>();
    boolean opens = false;
    for (Expr.Argument argument : call.arguments()) {
      opens |= !argument.keyword().isEmpty() || !addLoaded(argument.value(), loaded);
    }
    return rows.with(loaded, opens).at(call);
  }

  /** The row that an expression reads by itself. */
  private Optional<Row> oneOf(Expr expression, Map<String, Rows> queries, Map<String, Row> rows) {
    if (expression instanceof Expr.Await await) {
      return oneOf(await.value(), queries, rows);
    }
    if (!(expression instanceof Expr.Call call)) {
      return Optional.empty();
    }
    Optional<Rows> query =
        ONE.contains(call.name())
            ? call.receiver().flatMap(each -> rowsOf(each, queries, rows))
            : Optional.empty();
    if (query.isEmpty() && ONE_OF_SESSION.contains(call.name()) && !call.positional().isEmpty()) {
      Expr first = call.positional().get(0);
      boolean isOfModel = call.name().startsWith("get");
      query =
          isOfModel
              ? model(first).map(model -> withOptions(all(model, call), call))
              : rowsOf(first, queries, rows);
    }
    return query.map(each -> Row.alone(each.unpacked()));
  }

  /** {@code session.get(Order, 1, options=[…])}. */
  private static Rows withOptions(Rows rows, Expr.Call call) {
    Set<String> loaded = new HashSet<>();
    boolean opens = false;
    if (call.named("options").isPresent()) {
      opens =
          !(call.named("options").get() instanceof Expr.Collection options)
              || !options.elements().stream()
                  .map(option -> addLoaded(option, loaded))
                  .reduce(true, Boolean::logicalAnd);
    }
    return rows.with(loaded, opens);
  }

  /** Adds what a loader option names; false if it isn't one that is known. */
  private static boolean addLoaded(Expr option, Set<String> loaded) {
    if (!(option instanceof Expr.Call loader)) {
      return false;
    }
    boolean isKnown = LOADERS.contains(loader.name());
    for (Expr.Argument argument : loader.arguments()) {
      if (argument.value() instanceof Expr.Attribute attribute) {
        loaded.add(attribute.name());
      } else if (argument.value() instanceof Expr.Text text && !text.value().equals("*")) {
        loaded.addAll(List.of(text.value().split("\\.")));
      } else if (argument.keyword().isEmpty()) {
        isKnown = false;
      }
    }
    boolean continues = loader.receiver().filter(Expr.Call.class::isInstance).isPresent();
    return isKnown && (!continues || addLoaded(loader.receiver().get(), loaded));
  }
}
