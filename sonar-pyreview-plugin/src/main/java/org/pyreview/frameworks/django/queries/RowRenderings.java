package org.pyreview.frameworks.django.queries;

import java.util.ArrayDeque;
import java.util.Deque;
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
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;

/**
 * Templates that are rendered once for each row: {@code render_to_string(name, {"order": row})}.
 */
final class RowRenderings {

  private static final int DEEPEST_INCLUDE = 3;
  private static final Set<String> RENDERING = Set.of("render_to_string", "render");
  private static final Pattern FOR = Pattern.compile("(\\w+)\\s+in\\s+([\\w.]+)");
  private static final Pattern PATH = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*+(?:\\.\\w++)++");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private final TemplateSet templates;
  private final RowTags tags;
  private final QueryReader reader;
  private final Expressions expressions;

  RowRenderings(Project project, QueryReader reader, Expressions expressions) {
    this.templates = TemplateSet.of(project);
    this.tags = RowTags.of(project);
    this.reader = reader;
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
    walk(template, given, call, scope, 0);
  }

  private void walk(
      TemplateFile template, Map<String, Value> given, Expr call, Scope scope, int depth) {
    Deque<Map<String, Value>> levels = new ArrayDeque<>(List.of(given));
    for (Construct each : template.constructs().toList()) {
      Map<String, Value> names = levels.peek();
      switch (each.name()) {
        case "for" -> levels.push(inLoop(each, names, call, scope));
        case "with" -> levels.push(withNames(each, names, call, scope));
        case "endfor", "endwith" -> {
          if (levels.size() > 1) {
            levels.pop();
          }
        }
        case "include" -> {
          if (depth < DEEPEST_INCLUDE) {
            Map<String, Value> passed = withNames(each, names, call, scope);
            each.quotedArgument()
                .flatMap(templates::named)
                .ifPresent(inner -> walk(inner, passed, call, scope, depth + 1));
          }
        }
        default -> {
          look(each, names, call, scope);
          tags.follow(each, path -> value(path, names, call, scope), reader, scope)
              .filter(rendered -> depth < DEEPEST_INCLUDE)
              .ifPresent(
                  rendered ->
                      templates
                          .named(rendered.template())
                          .ifPresent(
                              inner -> walk(inner, rendered.names(), call, scope, depth + 1)));
        }
      }
    }
  }

  private Map<String, Value> inLoop(
      Construct tag, Map<String, Value> names, Expr call, Scope scope) {
    Map<String, Value> inner = new HashMap<>(names);
    Matcher loop = FOR.matcher(tag.arguments());
    if (loop.lookingAt()) {
      Value rows = value(loop.group(2), names, call, scope);
      inner.put(loop.group(1), Value.UNKNOWN);
      if (rows instanceof Value.Rows many && !many.isManager()) {
        inner.put(
            loop.group(1),
            new Value.Row(
                many.query(), many.path(), many.model(), many.owner().flatMap(Value.Row::loop)));
      }
    }
    return inner;
  }

  private Map<String, Value> withNames(
      Construct tag, Map<String, Value> names, Expr call, Scope scope) {
    return TemplateNames.of(tag, names, path -> value(path, names, call, scope));
  }

  private void look(Construct each, Map<String, Value> names, Expr call, Scope scope) {
    Matcher path = PATH.matcher(QUOTED.matcher(each.arguments()).replaceAll(" "));
    while (path.find()) {
      value(path.group(), names, call, scope);
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
