package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.FieldClass;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.RowTable;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.TemplateQueries.Shown;
import org.pyreview.frameworks.django.queries.TemplateQueries.TemplateLoad;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** What the columns of django-tables2's tables query for every row. */
public final class TableQueries {

  private static final Pattern PATH = Pattern.compile("(?<![\\w.\"'])[A-Za-z_]\\w*+(?:\\.\\w++)*+");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  /** Views that change rows which somebody ticked. */
  private static final Pattern CHANGING =
      Pattern.compile(".*(?:Edit|Update|Delete|Rename|Import|Create|Add|Remove|Disconnect).*");

  private static final Pattern GIVING_ROWS = Pattern.compile("get_\\w+");

  private final Project project;
  private final ProjectCode code;
  private final ModelIndex models;
  private final TemplateSet templates;
  private final Handful handful;
  private final MissingLoads missing;
  private final QueryReader reader;
  private final Map<String, List<Shown>> shown = new LinkedHashMap<>();
  private final Map<String, String> tables = new LinkedHashMap<>();
  private RowTable table;
  private RowTable.Column column;

  public TableQueries(Project project) {
    this.project = project;
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    templates = TemplateSet.of(project);
    handful = new Handful(project);
    missing = new MissingLoads(project);
    reader =
        new QueryReader(
            project,
            new QueryObserver() {
              @Override
              public void reads(Access access) {
                note(access);
              }
            });
  }

  /** The querysets whose rows tables query one by one. */
  public List<TemplateLoad> perRow() {
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("table", "table_class")) {
        module
            .classes()
            .map(each -> code.classCode(module, each))
            .filter(view -> !CHANGING.matcher(view.name()).matches())
            .forEach(this::lookAtView);
      }
    }
    Set<ModuleCode> main = new HashSet<>(code.mainModules());
    QueryUses.of(project).tabulated().stream()
        .filter(each -> main.contains(each.module()) && handful.grows(each.rows()))
        .forEach(
            each ->
                RowTable.of(each.table(), code)
                    .ifPresent(shows -> look(shows, each.rows(), each.module(), each.call())));
    SharedOrigin shared = new SharedOrigin(project);
    return missing.all().stream()
        .filter(load -> !shared.makes(load))
        .map(load -> new TemplateLoad(load, shownFor(load), tables.get(key(load))))
        .toList();
  }

  private List<Shown> shownFor(MissingLoad load) {
    return shown.getOrDefault(key(load), List.of());
  }

  private static String key(MissingLoad load) {
    return key(load.accesses().get(0).query());
  }

  private static String key(Query query) {
    return query.module() + " " + query.origin().place();
  }

  private void note(Access access) {
    missing.add(access);
    tables.putIfAbsent(key(access.query()), table.definition().name());
    Shown here = new Shown(column.owner().file(), column.at().place(), access.path());
    List<Shown> places = shown.computeIfAbsent(key(access.query()), key -> new ArrayList<>());
    // The whole path says more than its beginning.
    places.removeIf(other -> isSamePlace(other, here) && isOn(here.path(), other.path()));
    if (places.stream().noneMatch(o -> isSamePlace(o, here) && isOn(o.path(), here.path()))) {
      places.add(here);
    }
  }

  private static boolean isSamePlace(Shown one, Shown other) {
    return one.file() == other.file() && one.place().equals(other.place());
  }

  private static boolean isOn(String path, String beginning) {
    return (path + "__").startsWith(beginning + "__");
  }

  /** A view that names a table, and gives rows of the model that the table is for. */
  private void lookAtView(ClassCode view) {
    Optional<ClassCode.Member<Expr>> named =
        Stream.of("table_class", "table")
            .flatMap(name -> view.attribute(name).stream())
            .filter(each -> tableOf(each).isPresent())
            .findFirst();
    if (named.isPresent()) {
      RowTable shows = tableOf(named.get()).get();
      rowsOf(view, shows)
          .ifPresent(rows -> look(shows, rows, named.get().owner().module(), named.get().value()));
    }
  }

  private Optional<RowTable> tableOf(ClassCode.Member<Expr> named) {
    return code.loadedClasses()
        .of(code.meaning(named.owner().module(), named.value()))
        .flatMap(each -> RowTable.of(code.classCode(each), code));
  }

  private Optional<Value.Rows> rowsOf(ClassCode view, RowTable shows) {
    Value own = reader.querysetOf(view);
    return Stream.concat(
            Stream.of(own),
            view.body()
                .filter(Stmt.Function.class::isInstance)
                .map(each -> ((Stmt.Function) each).name())
                .filter(name -> GIVING_ROWS.matcher(name).matches())
                .flatMap(name -> resultOf(view, name).stream()))
        .filter(Value.Rows.class::isInstance)
        .map(Value.Rows.class::cast)
        .filter(rows -> shows.model(models).filter(rows.model()::equals).isPresent())
        .findFirst();
  }

  private Optional<Value> resultOf(ClassCode view, String method) {
    return reader.callMethod(
        view, method, new Value.Instance(view), List.of(), Map.of(), List.of());
  }

  private void look(RowTable shows, Value.Rows rows, ModuleCode module, Expr at) {
    if (rows.query().isOpen() || rows.isFew() || handful.is(rows)) {
      return;
    }
    table = shows;
    List<RowTable.Column> columns = shows.columns();
    Query query = rows.query();
    if (rows.isLazy() && shows.loadsAccessors()) {
      for (RowTable.Column each : columns) {
        query = loading(query, rows, each);
      }
    }
    Set<String> excluded = excluded(at);
    Value.Loop loop = new Value.Loop(module, at, at.place(), 0);
    Value.Row row = new Value.Row(query, rows.path(), rows.model(), Optional.of(loop));
    for (RowTable.Column each : columns) {
      if (!excluded.contains(each.name())) {
        column = each;
        Scope scope =
            new Scope(each.owner().module(), Optional.empty(), Optional.empty(), List.of());
        show(row, scope);
      }
    }
  }

  /** {@code OrderTable(orders, exclude=("customer",))}. */
  private static Set<String> excluded(Expr at) {
    return at instanceof Expr.Call call
        ? call.named("exclude").stream()
            .flatMap(Expr::all)
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
            .collect(Collectors.toSet())
        : Set.of();
  }

  private Query loading(Query query, Value.Rows rows, RowTable.Column each) {
    Query loading = query;
    Optional<DjangoModel> at = Optional.of(rows.model());
    String path = rows.path();
    for (String step : each.accessor()) {
      Optional<ModelIndex.Relation> relation = at.flatMap(model -> models.relation(model, step));
      if (relation.isEmpty()) {
        return loading;
      }
      path = path.isEmpty() ? step : path + "__" + step;
      loading = isShared(relation.get(), at.get()) ? loading.sharing(path) : loading.loading(path);
      at = relation.get().target();
    }
    return loading;
  }

  /**
   * A prefetch gives rows with the same foreign key one instance: what is below is read once. Those
   * that a row has of its own, such as the newest of its lines, aren't shared with other rows.
   */
  private boolean isShared(ModelIndex.Relation relation, DjangoModel owner) {
    return !relation.isReverse()
        && relation.field().type().kind() == FieldClass.Kind.FOREIGN_KEY
        && relation
            .target()
            .filter(target -> !target.equals(owner))
            .filter(target -> models.relations(target).stream().anyMatch(each -> isOf(each, owner)))
            .isEmpty();
  }

  private static boolean isOf(ModelIndex.Relation relation, DjangoModel owner) {
    return !relation.isReverse()
        && relation.isJoinable()
        && relation.target().filter(owner::equals).isPresent();
  }

  private void show(Value.Row row, Scope scope) {
    Value value = row;
    for (String step : column.accessor()) {
      value = reader.templateAttribute(value, step, scope);
    }
    Optional<ClassCode.Member<Stmt.Function>> method =
        table
            .definition()
            .method("render_" + column.name())
            .or(() -> column.type().flatMap(type -> type.method("render")));
    Optional<TemplateFile> template =
        column
            .template()
            .map(source -> TemplateFile.inline(column.owner().file(), source))
            .or(() -> column.templateName().flatMap(templates::named));
    if (template.isPresent()) {
      render(template.get(), row, value, scope);
    } else if (method.isPresent()) {
      call(method.get(), row, value);
    } else {
      showText(row, value, scope);
    }
  }

  private void showText(Value.Row row, Value value, Scope scope) {
    if (value instanceof Value.Rows many && many.isManager()) {
      reader.templateAttribute(many, "all", scope);
      return;
    }
    reader.show(value, scope);
    if (column.isLinked()) {
      Value.Row linked = value instanceof Value.Row related ? related : row;
      reader.templateAttribute(linked, "get_absolute_url", scope);
    }
  }

  private void call(ClassCode.Member<Stmt.Function> method, Value.Row row, Value value) {
    Map<String, Value> named = new HashMap<>();
    named.put("record", row);
    named.put("value", value);
    ClassCode owner = method.owner();
    reader.callMethod(
        owner,
        method.value().name(),
        new Value.Instance(owner, column.texts()),
        List.of(),
        named,
        List.of());
  }

  private void render(TemplateFile template, Value.Row row, Value value, Scope scope) {
    Map<String, Value> names = Map.of("record", row, "value", value);
    int inner = 0;
    for (Construct each : template.constructs().toList()) {
      if (each.name().equals("endfor") || each.name().equals("endcache")) {
        inner--;
      } else if (inner == 0) {
        look(each, names, scope);
      }
      if (each.name().equals("for") || each.name().equals("cache")) {
        inner++;
      }
    }
  }

  private void look(Construct each, Map<String, Value> names, Scope scope) {
    Matcher path = PATH.matcher(QUOTED.matcher(each.arguments()).replaceAll(" "));
    while (path.find()) {
      String[] steps = path.group().split("\\.");
      Value value = names.getOrDefault(steps[0], Value.UNKNOWN);
      for (int i = 1; i < steps.length; i++) {
        value = reader.templateAttribute(value, steps[i], scope);
      }
      if (each.isOutput()) {
        reader.show(value, scope);
      }
    }
  }
}
