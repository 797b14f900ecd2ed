package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.code.Expr;

/**
 * Templates that are rendered once for each row: {@code render_to_string(name, {"order": row})}.
 */
final class RowRenderings {

  private static final Set<String> RENDERING = Set.of("render_to_string", "render");
  private static final Pattern FOR = Pattern.compile("(\\w+)\\s+in\\s+([\\w.]+)");
  private static final Pattern PATH = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*+(?:\\.\\w++)++");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private final TemplateSet templates;
  private final Expressions expressions;

  RowRenderings(TemplateSet templates, Expressions expressions) {
    this.templates = templates;
    this.expressions = expressions;
  }

  /** Follows the template, if a call renders one with a row of a loop. */
  void follow(Expr.Call call, List<Value> arguments, Scope scope) {
    if (RENDERING.contains(call.name())) {
      Optional<Value.Context> context =
          arguments.stream()
              .filter(each -> RowHolders.listOf(each).isPresent())
              .filter(Value.Context.class::isInstance)
              .map(Value.Context.class::cast)
              .findFirst();
      Optional<TemplateFile> template =
          call.positional().stream()
              .filter(Expr.Text.class::isInstance)
              .flatMap(text -> templates.named(((Expr.Text) text).value()).stream())
              .findFirst();
      if (context.isPresent() && template.isPresent()) {
        walk(template.get(), context.get().entries(), call, scope);
      }
    }
  }

  /** Follows what a template reads of the rows it is given. */
  void walk(TemplateFile template, Map<String, Value> given, Expr call, Scope scope) {
    Map<String, Value> names = new HashMap<>(given);
    for (Construct each : template.constructs().toList()) {
      Matcher loop = FOR.matcher(each.arguments());
      if (each.name().equals("for") && loop.lookingAt()) {
        Value rows = value(loop.group(2), names, call, scope);
        names.put(loop.group(1), Value.UNKNOWN);
        if (rows instanceof Value.Rows many && !many.isManager()) {
          names.put(
              loop.group(1),
              new Value.Row(
                  many.query(), many.path(), many.model(), many.owner().flatMap(Value.Row::loop)));
        }
      } else {
        Matcher path = PATH.matcher(QUOTED.matcher(each.arguments()).replaceAll(" "));
        while (path.find()) {
          value(path.group(), names, call, scope);
        }
      }
    }
  }

  private Value value(String path, Map<String, Value> names, Expr call, Scope scope) {
    String[] steps = path.split("\\.");
    Value value = names.getOrDefault(steps[0], Value.UNKNOWN);
    for (int i = 1; i < steps.length; i++) {
      value = expressions.templateAttribute(value, steps[i], call.place(), scope);
    }
    return value;
  }
}
