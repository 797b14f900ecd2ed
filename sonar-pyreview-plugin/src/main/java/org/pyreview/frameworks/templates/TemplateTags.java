package org.pyreview.frameworks.templates;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.project.FactKind;
import org.pyreview.project.Project;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.QualifiedExpression;

/**
 * Tags that render a template, as Python files of the project define them.
 *
 * @param templates name of the rendered template by name of the tag
 */
public record TemplateTags(Map<String, String> templates) {

  /** The tags that each file defines. */
  public static final FactKind<TemplateTags> FACTS =
      FactKind.of(TemplateTags.class, TemplateTags::recordedIn);

  /** Tag libraries whose tags render fields, and never the CSRF token. */
  private static final Map<String, Set<String>> FIELD_LIBRARIES =
      Map.of(
          "bootstrap_", Set.of("bootstrap3", "bootstrap4", "bootstrap5", "django_bootstrap5"),
          "render_field", Set.of("widget_tweaks"));

  /** The tags of all files. */
  public static TemplateTags of(Project project) {
    return project.knowledge(TemplateTags.class, TemplateTags::ofAllFiles);
  }

  private static TemplateTags ofAllFiles(Project project) {
    TemplateTags all = new TemplateTags(new HashMap<>());
    project.everywhere(FACTS).forEach(file -> all.templates.putAll(file.templates));
    return all;
  }

  /** The template a tag renders, if the project defines the tag so. */
  public Optional<String> rendered(Construct tag) {
    return Optional.ofNullable(templates.get(tag.name()));
  }

  /**
   * Whether a tag is somebody's own way to render a form: its name or an argument says "form", and
   * it is neither defined here nor known to render fields only.
   */
  public boolean isUnknownFormRenderer(Construct tag, TemplateFile template) {
    boolean speaksOfForm = tag.name().contains("form") || tag.arguments().contains("form");
    return !tag.isOutput()
        && speaksOfForm
        && !BuiltinTags.contains(tag.name())
        && !templates.containsKey(tag.name())
        && !rendersFieldsOnly(tag, template);
  }

  private static boolean rendersFieldsOnly(Construct tag, TemplateFile template) {
    return FIELD_LIBRARIES.entrySet().stream()
        .filter(library -> tag.name().startsWith(library.getKey()))
        .anyMatch(
            library ->
                template
                    .tags("load")
                    .flatMap(load -> Set.of(load.arguments().split("\\s+")).stream())
                    .anyMatch(library.getValue()::contains));
  }

  private static TemplateTags recordedIn(PythonModule module) {
    TemplateTags tags = new TemplateTags(new HashMap<>());
    if (module.path().isBelow(Set.of("templatetags"))) {
      module.tree().accept(new InclusionTagCollector(tags));
    }
    return tags;
  }

  /** {@code @register.inclusion_tag("template.html", name="tag")}. */
  private static final class InclusionTagCollector extends BaseTreeVisitor {
    private final TemplateTags tags;

    InclusionTagCollector(TemplateTags tags) {
      this.tags = tags;
    }

    @Override
    public void visitFunctionDef(FunctionDef function) {
      for (Decorator decorator : function.decorators()) {
        Expression expression = decorator.expression();
        if (expression instanceof CallExpression call
            && call.callee() instanceof QualifiedExpression callee
            && callee.name().name().equals("inclusion_tag")) {
          Arguments arguments = Arguments.of(call);
          String name =
              arguments.named("name").flatMap(Literal::string).orElse(function.name().name());
          arguments
              .at(0, "filename")
              .flatMap(Literal::string)
              .ifPresent(template -> tags.templates.put(name, template));
        }
      }
      super.visitFunctionDef(function);
    }
  }
}
