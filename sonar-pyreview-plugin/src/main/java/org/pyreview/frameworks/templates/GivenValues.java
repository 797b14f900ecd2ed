package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;

/** What the code gives templates under which names, where it writes the name of a template out. */
public final class GivenValues {

  private static final Set<String> RENDERING =
      Set.of("render", "render_template", "TemplateResponse", "render_to_string");

  /**
   * A value of a template's context.
   *
   * @param scope where it is written
   */
  public record Given(CodeScope scope, Expr value) {}

  private final Map<String, Map<String, List<Given>>> byTemplate = new HashMap<>();

  private GivenValues(Project project) {
    ProjectCode code = ProjectCode.of(project);
    code.mainModules().stream()
        .filter(module -> module.mentions(RENDERING.toArray(String[]::new)))
        .flatMap(module -> CodeScope.of(code, module).stream())
        .forEach(scope -> scope.calls().forEach(call -> collect(scope, call)));
  }

  /** Those of a project; collected once. */
  public static GivenValues of(Project project) {
    return project.knowledge(GivenValues.class, GivenValues::new);
  }

  private void collect(CodeScope scope, Expr.Call call) {
    Optional<String> template =
        RENDERING.contains(call.name())
            ? call.positional().stream()
                .filter(Expr.Text.class::isInstance)
                .map(text -> ((Expr.Text) text).value())
                .findFirst()
            : Optional.empty();
    if (template.isEmpty()) {
      return;
    }
    Map<String, List<Given>> names =
        byTemplate.computeIfAbsent(template.get(), key -> new HashMap<>());
    for (Expr.Argument argument : call.arguments()) {
      if (!argument.keyword().isEmpty() && !argument.keyword().startsWith("*")) {
        add(names, argument.keyword(), new Given(scope, argument.value()));
      }
      if (argument.value() instanceof Expr.Mapping context) {
        for (Expr.Entry entry : context.entries()) {
          if (entry.key().orElse(null) instanceof Expr.Text key) {
            add(names, key.value(), new Given(scope, entry.value()));
          }
        }
      }
    }
  }

  private static void add(Map<String, List<Given>> names, String name, Given given) {
    names.computeIfAbsent(name, key -> new ArrayList<>()).add(given);
  }

  /** All that a template is given under a name; empty where nothing is known. */
  public List<Given> to(TemplateFile template, String name) {
    return byTemplate.getOrDefault(template.name(), Map.of()).getOrDefault(name, List.of());
  }
}
