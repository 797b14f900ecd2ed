package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/** Which templates the views of a Django project render, and with what. */
final class RenderedTemplates {

  private static final Set<String> RENDERING =
      Set.of("render", "TemplateResponse", "render_to_string", "render_to_response");

  private final List<Rendering> all = new ArrayList<>();
  private final ProjectCode code;

  /**
   * A template that is rendered.
   *
   * @param context what its names hold
   */
  record Rendering(ModuleCode module, String template, Map<String, Value> context) {}

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
            .filter(view -> view.inheritsFromAnyEnding("ListView", "DetailView", "TemplateView"))
            .forEach(view -> addView(view, reader));
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
                      new Rendering(module, template.get(), ((Value.Context) context).entries())));
    }
  }

  /** A mail in plain text isn't a page. */
  private static boolean isPage(String template) {
    return template.endsWith(".html");
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
    reader
        .callMethod(
            view, "get_context_data", new Value.Instance(view), List.of(), Map.of(), List.of())
        .filter(Value.Context.class::isInstance)
        .ifPresent(given -> context.putAll(((Value.Context) given).entries()));
    String standard =
        modelName.isEmpty() ? "" : app + "/" + modelName + (isList ? "_list" : "_detail") + ".html";
    String template = text(view, "template_name").orElse(standard);
    if (isPage(template) && !context.isEmpty()) {
      all.add(new Rendering(view.module(), template, context));
    }
  }

  private static Optional<String> text(ClassCode view, String attribute) {
    return view.attribute(attribute)
        .map(ClassCode.Member::value)
        .filter(Expr.Text.class::isInstance)
        .map(value -> ((Expr.Text) value).value());
  }
}
