package org.pyreview.frameworks.requests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Entry;
import org.pyreview.dataflow.Outside;
import org.pyreview.dataflow.TemplateOutput;
import org.pyreview.dataflow.Value;
import org.pyreview.frameworks.django.ContextMethod;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.fastapi.HandlerParameters;
import org.pyreview.frameworks.flask.FlaskView;
import org.pyreview.frameworks.sqlalchemy.MappedModels;
import org.pyreview.frameworks.templates.PrintedVariables;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** How requests meet the functions of a project. */
final class RequestEntries implements Outside {

  private static final String REQUEST = "web.Request";
  private static final String MODEL = "web.Model";
  private static final String ENUMERATION = "enum.Enum";
  private static final String[] ENUMERATIONS = {
    "enum.Enum", "enum.StrEnum", "enum.IntEnum", "models.TextChoices", "models.IntegerChoices"
  };

  private final Project project;
  private final HandlerParameters handlers;
  private final Map<String, List<TemplateOutput>> outputs = new HashMap<>();

  RequestEntries(Project project) {
    this.project = project;
    this.handlers = new HandlerParameters(ProjectCode.of(project));
  }

  @Override
  public Entry entryOf(CodeScope scope) {
    Stmt.Function function = scope.function().orElseThrow();
    Map<String, Value> parameters = new HashMap<>();
    for (Expr.Parameter each : function.parameters()) {
      if (isRequest(each)) {
        parameters.put(each.name(), Value.named(REQUEST));
      } else {
        handlers.special(scope, each).ifPresent(value -> parameters.put(each.name(), value));
      }
    }
    Optional<FlaskView> view = FlaskView.of(scope, function, project);
    if (view.isPresent()) {
      parameters.putAll(view.get().parameters());
    } else {
      parameters.putAll(handlers.of(scope, function));
    }
    boolean answersHtml =
        view.isPresent() ? view.get().answersHtml() : handlers.answersHtml(scope, function);
    Entry.Answer answer =
        answersHtml
            ? new Entry.Answer.Page()
            : ContextMethod.of(scope, function)
                .<Entry.Answer>map(each -> new Entry.Answer.Variables(each.template()))
                .orElse(Entry.NONE.answer());
    Map<String, Meaning.Function> provided =
        view.isPresent() ? Map.of() : handlers.dependencies(scope, function);
    return new Entry(
        parameters, provided, Map.of("request", Value.named(REQUEST)), answer, harmless(function));
  }

  /** Browsers show no answers to PUT, PATCH and DELETE, which no link and no form sends. */
  private static Set<Danger> harmless(Stmt.Function function) {
    List<HttpMethod> methods =
        function.decorators().stream()
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .flatMap(
                call -> RouteDecorator.named(call.name()).stream().flatMap(it -> it.methods(call)))
            .toList();
    return methods.isEmpty() || methods.stream().anyMatch(HttpMethod::isSentByPages)
        ? Set.of()
        : Set.of(Danger.HTML);
  }

  @Override
  public Entry entryOfProvider(CodeScope scope) {
    Stmt.Function function = scope.function().orElseThrow();
    Map<String, Value> parameters = new HashMap<>(handlers.ofDependency(scope, function));
    for (Expr.Parameter each : function.parameters()) {
      handlers.special(scope, each).ifPresent(value -> parameters.put(each.name(), value));
    }
    return new Entry(
        parameters,
        handlers.dependenciesOf(scope, function),
        Map.of(),
        Entry.NONE.answer(),
        Set.of());
  }

  @Override
  public List<TemplateOutput> outputs(String template) {
    return outputs.computeIfAbsent(template, name -> PrintedVariables.of(project, name));
  }

  /** Django's views get the request without saying what it is. */
  private static boolean isRequest(Expr.Parameter parameter) {
    return parameter.name().equals("request")
        && parameter.stars().isEmpty()
        && parameter.annotation().isEmpty();
  }

  @Override
  public String nameOf(ClassCode type) {
    if (type.inheritsFromAnyEnding(ENUMERATIONS)) {
      return ENUMERATION;
    }
    boolean isModel = ModelIndex.of(project).of(type).isPresent() || MappedModels.isMapped(type);
    return isModel ? MODEL : "";
  }
}
