package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Which templates the views of a Django project render, and with what. */
final class RenderedTemplates {

  private static final Set<String> RENDERING =
      Set.of("render", "TemplateResponse", "render_to_string", "render_to_response");

  private static final Pattern GIVING_CONTEXT = Pattern.compile("get_(?:\\w+_)?context(?:_data)?");

  private final List<Rendering> all = new ArrayList<>();
  private final ProjectCode code;

  /**
   * A template that is rendered.
   *
   * @param context what its names hold
   * @param isPaged whether the view shows a page of many rows
   */
  record Rendering(
      ModuleCode module, String template, Map<String, Value> context, boolean isPaged) {}

  private RenderedTemplates(Project project) {
    code = ProjectCode.of(project);
    QueryReader reader =
        new QueryReader(
            project,
            new QueryObserver() {
              @Override
              public void calls(
                  Expr.Call call, Value receiver, List<Value> arguments, Scope scope) {
                if (scope.calls().isEmpty() && RENDERING.contains(call.name())) {
                  addCall(call, arguments, scope.module());
                }
              }
            });
    Map<ModuleCode, List<QueryUses.Called>> calls =
        QueryUses.of(project).called().stream()
            .filter(each -> RENDERING.contains(each.call().name()))
            .collect(Collectors.groupingBy(QueryUses.Called::module));
    for (ModuleCode module : code.mainModules()) {
      if (!module.file().path().isBelow(Set.of("migrations", "management"))) {
        calls
            .getOrDefault(module, List.of())
            .forEach(each -> addCall(each.call(), each.arguments(), module));
        module
            .classes()
            .map(definition -> code.classCode(module, definition))
            .forEach(each -> addClass(each, reader));
      }
    }
  }

  /** The renderings of a project; worked out once. */
  static List<Rendering> of(Project project) {
    return project.knowledge(RenderedTemplates.class, RenderedTemplates::new).all;
  }

  private void addCall(Expr.Call call, List<Value> arguments, ModuleCode module) {
    Optional<String> template =
        call.positional().stream()
            .filter(Expr.Text.class::isInstance)
            .map(text -> ((Expr.Text) text).value())
            .filter(RenderedTemplates::isPage)
            .findFirst();
    if (template.isPresent()) {
      arguments.stream()
          .filter(Value.Context.class::isInstance)
          .findFirst()
          .ifPresent(
              context ->
                  all.add(
                      new Rendering(
                          module, template.get(), ((Value.Context) context).entries(), false)));
    }
  }

  /** A mail in plain text isn't a page. */
  private static boolean isPage(String template) {
    return template.endsWith(".html");
  }

  private void addClass(ClassCode each, QueryReader reader) {
    if (each.inheritsFromAnyEnding("ListView", "DetailView", "TemplateView")) {
      addView(each, reader);
    } else if (each.module().mentions("context")) {
      addComponent(each, reader);
    }
  }

  /** A panel of a page, or a view with a base of the project: its own method gives a context. */
  private void addComponent(ClassCode component, QueryReader reader) {
    List<String> templates = component.body().flatMap(RenderedTemplates::templates).toList();
    if (!templates.isEmpty()) {
      component
          .body()
          .filter(Stmt.Function.class::isInstance)
          .map(each -> ((Stmt.Function) each).name())
          .filter(name -> GIVING_CONTEXT.matcher(name).matches())
          .flatMap(name -> context(component, name, reader).stream())
          .forEach(
              context ->
                  templates.forEach(
                      each ->
                          all.add(
                              new Rendering(component.module(), each, context.entries(), false))));
    }
  }

  private static Stream<String> templates(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        ? assign.value().stream()
            .flatMap(Expr::all)
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
            .filter(RenderedTemplates::isPage)
        : Stream.empty();
  }

  private static Optional<Value.Context> context(
      ClassCode view, String method, QueryReader reader) {
    return reader
        .callMethod(view, method, new Value.Instance(view), List.of(), Map.of(), List.of())
        .filter(Value.Context.class::isInstance)
        .map(Value.Context.class::cast);
  }

  private void addView(ClassCode view, QueryReader reader) {
    boolean isList = view.inheritsFromAnyEnding("ListView");
    boolean isDetail = view.inheritsFromAnyEnding("DetailView");
    Map<String, Value> context = new HashMap<>();
    String modelName = "";
    String app = "";
    Value shown =
        isList ? reader.querysetOf(view) : isDetail ? reader.objectOf(view) : Value.UNKNOWN;
    Optional<DjangoModel> model =
        shown instanceof Value.Rows all
            ? Optional.of(all.model())
            : shown instanceof Value.Row one ? Optional.of(one.model()) : Optional.empty();
    if (model.isPresent() && isList == shown instanceof Value.Rows) {
      modelName = model.get().name().toLowerCase(Locale.ROOT);
      app = model.get().app();
      context.put(isList ? "object_list" : "object", shown);
      context.put(isList ? modelName + "_list" : modelName, shown);
      if (shown instanceof Value.Rows rows) {
        context.put("page_obj", rows.evaluated());
      }
      text(view, "context_object_name").ifPresent(name -> context.put(name, shown));
    }
    context(view, "get_context_data", reader).ifPresent(given -> context.putAll(given.entries()));
    if (context.isEmpty()) {
      return;
    }
    String standard =
        modelName.isEmpty() ? "" : app + "/" + modelName + (isList ? "_list" : "_detail") + ".html";
    Set<String> templates = new LinkedHashSet<>();
    templates.add(text(view, "template_name").orElse(standard));
    templateAttributes(view).flatMap(name -> text(view, name).stream()).forEach(templates::add);
    boolean isPaged =
        isList && view.attribute("paginate_by").filter(each -> isSet(each)).isPresent();
    templates.stream()
        .filter(RenderedTemplates::isPage)
        .forEach(each -> all.add(new Rendering(view.module(), each, context, isPaged)));
  }

  /** {@code results_template_name}: the part of a list that a base of the project renders. */
  private static Stream<String> templateAttributes(ClassCode view) {
    return view.lineage().stream()
        .flatMap(ClassCode::body)
        .filter(Stmt.Assign.class::isInstance)
        .flatMap(each -> ((Stmt.Assign) each).name().stream())
        .filter(name -> name.endsWith("_template_name"));
  }

  private static boolean isSet(ClassCode.Member<Expr> attribute) {
    return !(attribute.value() instanceof Expr.Constant none && none.text().equals("None"));
  }

  private static Optional<String> text(ClassCode view, String attribute) {
    return view.attribute(attribute)
        .map(ClassCode.Member::value)
        .filter(Expr.Text.class::isInstance)
        .map(value -> ((Expr.Text) value).value());
  }
}
