package org.pyreview.frameworks.templates;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;

/** The names of templates that hold what a client sends, as views pass it on. */
public final class RequestedNames {

  private static final Set<String> RENDERING =
      Set.of("render", "render_template", "TemplateResponse", "render_to_string");
  private static final Pattern REQUEST_DATA =
      Pattern.compile(
          "(?:\\w+\\.)?request\\.(?:GET|POST|args|form|values|query_params|cookies|COOKIES)(?:\\..*)?");

  /** What a template reads of the request itself. */
  private static final Pattern DIRECT =
      Pattern.compile("(?s)request\\.(?:GET|POST|args|form|values|query_params)\\b.*");

  private final Map<String, Set<String>> byTemplate = new HashMap<>();

  private RequestedNames(Project project) {
    ProjectCode code = ProjectCode.of(project);
    code.mainModules().stream()
        .filter(module -> module.mentions(RENDERING.toArray(String[]::new)))
        .flatMap(module -> CodeScope.of(code, module).stream())
        .forEach(scope -> scope.calls().forEach(call -> collect(scope, call)));
  }

  /** Those of a project; worked out once. */
  public static RequestedNames of(Project project) {
    return project.knowledge(RequestedNames.class, RequestedNames::new);
  }

  private void collect(CodeScope scope, Expr.Call call) {
    if (!RENDERING.contains(call.name())) {
      return;
    }
    List<String> templates =
        call.positional().stream()
            .filter(Expr.Text.class::isInstance)
            .map(text -> ((Expr.Text) text).value())
            .limit(1)
            .toList();
    for (String template : templates) {
      Set<String> names = byTemplate.computeIfAbsent(template, key -> new HashSet<>());
      for (Expr.Argument argument : call.arguments()) {
        boolean isNamed = !argument.keyword().isEmpty() && !argument.keyword().startsWith("*");
        if (isNamed && isFromRequest(scope, argument.value())) {
          names.add(argument.keyword());
        }
        if (argument.value() instanceof Expr.Mapping context) {
          context.entries().stream()
              .filter(entry -> isFromRequest(scope, entry.value()))
              .flatMap(entry -> entry.key().stream())
              .filter(Expr.Text.class::isInstance)
              .forEach(key -> names.add(((Expr.Text) key).value()));
        }
      }
    }
  }

  private static boolean isFromRequest(CodeScope scope, Expr value) {
    Expr written =
        value instanceof Expr.Name && scope.meaning(value) instanceof Meaning.Value held
            ? held.value()
            : value;
    Expr read =
        written instanceof Expr.Call call && Set.of("get", "pop").contains(call.name())
            ? call.receiver().orElse(call)
            : written instanceof Expr.Item item ? item.value() : written;
    return read.dotted().filter(each -> REQUEST_DATA.matcher(each).matches()).isPresent();
  }

  /** Whether a variable of a template holds what a client sends. */
  public boolean contains(TemplateFile template, OutputExpression variable) {
    return DIRECT.matcher(variable.value()).matches()
        || byTemplate.getOrDefault(template.name(), Set.of()).contains(variable.value());
  }
}
