package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.django.ListedColumns;
import org.pyreview.frameworks.django.queries.TemplateQueries.Shown;
import org.pyreview.frameworks.django.queries.TemplateQueries.TemplateLoad;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** What the columns that a project's views list query for every row. */
public final class ColumnQueries {

  private final Project project;
  private final ProjectCode code;
  private final TemplateSet templates;
  private final ListedPages pages;
  private final Handful handful;
  private final MissingLoads missing;
  private final QueryReader reader;
  private final Map<String, List<Shown>> shown = new LinkedHashMap<>();
  private final Map<String, String> views = new HashMap<>();
  private ClassCode view;
  private ListedColumns.Column column;

  public ColumnQueries(Project project) {
    this.project = project;
    code = ProjectCode.of(project);
    templates = TemplateSet.of(project);
    pages = new ListedPages(templates);
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

  /** The querysets whose rows columns query one by one. */
  public List<TemplateLoad> perRow() {
    for (ModuleCode module : code.mainModules()) {
      module
          .classes()
          .map(each -> code.classCode(module, each))
          .filter(each -> !ListedColumns.of(each, code).isEmpty())
          .forEach(each -> look(each, reader.querysetOf(each)));
    }
    QueryUses.of(project).called().forEach(this::lookAtTable);
    SharedOrigin shared = new SharedOrigin(project);
    return missing.all().stream()
        .filter(load -> !shared.makes(load))
        .map(
            load ->
                new TemplateLoad(
                    load,
                    shown.get(key(load.accesses().get(0))),
                    views.get(key(load.accesses().get(0)))))
        .toList();
  }

  private static String key(Access access) {
    return access.query().module() + " " + access.query().origin().place();
  }

  private void note(Access access) {
    missing.add(access);
    views.putIfAbsent(key(access), view.name());
    Shown here = new Shown(column.owner().file(), column.at().place(), access.path());
    List<Shown> places = shown.computeIfAbsent(key(access), each -> new ArrayList<>());
    if (!places.contains(here)) {
      places.add(here);
    }
  }

  /** {@code Table(self.columns, rows)} in a method of a view. */
  private void lookAtTable(QueryUses.Called called) {
    boolean isTable =
        called.call().name().endsWith("Table")
            && called.call().positional().stream()
                .anyMatch(each -> each.dotted().filter("self.columns"::equals).isPresent());
    if (isTable) {
      Optional<ClassCode> type =
          called
              .function()
              .flatMap(called.module()::classOf)
              .map(each -> code.classCode(called.module(), each));
      called.arguments().stream()
          .filter(Value.Rows.class::isInstance)
          .forEach(rows -> type.ifPresent(each -> look(each, rows)));
    }
  }

  private void look(ClassCode type, Value listed) {
    if (!(listed instanceof Value.Rows rows)
        || rows.query().isOpen()
        || rows.isFew()
        || (handful.is(rows) && !isPaged(type))) {
      return;
    }
    List<ListedColumns.Column> columns = ListedColumns.of(type, code);
    view = type;
    for (ListedColumns.Column each : columns) {
      if (pages.showRowsWithout(each.owner(), type)) {
        continue;
      }
      column = each;
      Value.Loop loop = new Value.Loop(each.owner().module(), each.at(), each.at().place(), 0);
      show(new Value.Row(rows.query(), rows.path(), rows.model(), Optional.of(loop)));
    }
  }

  /** Who cuts this very list into pages expects many rows. */
  private static boolean isPaged(ClassCode type) {
    return type.definition()
        .attribute("paginate_by")
        .filter(each -> !(each instanceof Expr.Constant none && none.text().equals("None")))
        .isPresent();
  }

  private void show(Value.Row row) {
    Scope scope = new Scope(column.owner().module(), Optional.empty(), Optional.empty(), List.of());
    Map<String, Value> names = new HashMap<>();
    if (!column.accessor().isEmpty()) {
      Value value = row;
      for (String step : column.accessor()) {
        value = reader.templateAttribute(value, step, scope);
      }
      if (value instanceof Value.Rows many && many.isManager()) {
        value = reader.templateAttribute(many, "all", scope);
      }
      reader.show(value, scope);
      names.put("value", value);
    }
    for (ClassCode.Member<Stmt.Function> method : column.readers()) {
      names.put(ListedColumns.Column.rowName(method.value()), row);
      reader
          .callMethod(
              column.type(),
              method.value().name(),
              new Value.Instance(column.type()),
              List.of(row),
              Map.of(),
              List.of())
          .filter(Value.Context.class::isInstance)
          .ifPresent(given -> addKnown(((Value.Context) given).entries(), names));
    }
    column
        .template()
        .flatMap(templates::named)
        .ifPresent(template -> reader.render(template, names, column.at(), scope));
  }

  private static void addKnown(Map<String, Value> given, Map<String, Value> names) {
    given.forEach(
        (name, value) -> {
          if (!(value instanceof Value.Unknown)) {
            names.put(name, value);
          }
        });
  }
}
