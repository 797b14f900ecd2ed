package org.pyreview.frameworks.templates;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Names of templates that hold nothing but texts which the code writes out: those that every view
 * of a template gives a literal, and attributes that classes fix and nothing ever changes.
 */
public final class WrittenNames {

  private static final Set<String> RENDERING =
      Set.of("render", "render_template", "TemplateResponse", "render_to_string");
  private static final Set<String> TRANSLATING =
      Set.of("_", "gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "lazy_gettext");

  /** By template and name, whether every view passes a literal. */
  private final Map<String, Map<String, Boolean>> passed = new HashMap<>();

  /** Templates that some view gives a context which is put together elsewhere. */
  private final Set<String> open = new HashSet<>();

  private final Set<String> fixedByClasses = new HashSet<>();
  private final Set<String> changing = new HashSet<>();

  private WrittenNames(Project project) {
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      module
          .classes()
          .flatMap(each -> each.body().stream())
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .forEach(this::collectAttribute);
      module.statements().stream().flatMap(Stmt::everything).forEach(this::collect);
    }
  }

  /** Those of a project; collected once. */
  public static WrittenNames of(Project project) {
    return project.knowledge(WrittenNames.class, WrittenNames::new);
  }

  private void collectAttribute(Stmt.Assign assign) {
    // An annotated one is a field, which every object sets.
    if (assign.annotation().isEmpty() && assign.value().filter(WrittenNames::isText).isPresent()) {
      assign.name().ifPresent(fixedByClasses::add);
    }
  }

  private void collect(Stmt statement) {
    if (statement instanceof Stmt.Assign assign && assign.value().isPresent()) {
      for (Expr target : assign.targets()) {
        change(lastName(target), assign.value().get());
      }
    }
    if (statement instanceof Stmt.Assign assign && assign.annotation().isPresent()) {
      assign.name().ifPresent(changing::add);
    }
    statement.expressions().stream().flatMap(Expr::all).forEach(this::collect);
  }

  private void collect(Expr expression) {
    if (expression instanceof Expr.Call call) {
      call.arguments().forEach(each -> change(each.keyword(), each.value()));
      if (RENDERING.contains(call.name())) {
        call.positional().stream()
            .filter(Expr.Text.class::isInstance)
            .map(text -> ((Expr.Text) text).value())
            .findFirst()
            .ifPresent(template -> collectContext(template, call));
      }
    } else if (expression instanceof Expr.Mapping mapping) {
      texts(mapping).forEach(each -> change(each.getKey(), each.getValue()));
    }
  }

  private void collectContext(String template, Expr.Call call) {
    Map<String, Boolean> names = passed.computeIfAbsent(template, key -> new HashMap<>());
    for (Expr.Argument argument : call.arguments()) {
      names.merge(argument.keyword(), isText(argument.value()), Boolean::logicalAnd);
      boolean isWhole =
          Set.of("", "*", "**", "context", "context_instance").contains(argument.keyword());
      if (isWhole && !isNoContext(argument.value())) {
        open.add(template);
      }
      if (argument.value() instanceof Expr.Mapping context) {
        if (context.entries().stream().anyMatch(each -> each.key().isEmpty())) {
          open.add(template);
        }
        texts(context)
            .forEach(
                each -> names.merge(each.getKey(), isText(each.getValue()), Boolean::logicalAnd));
      }
    }
  }

  /** A request, a name of a template, or a context whose names are known. */
  private static boolean isNoContext(Expr value) {
    return value instanceof Expr.Text
        || value instanceof Expr.Mapping
        || value.dotted().filter(each -> each.endsWith("request")).isPresent();
  }

  private static Stream<Map.Entry<String, Expr>> texts(Expr.Mapping mapping) {
    return mapping.entries().stream()
        .filter(each -> each.key().orElse(null) instanceof Expr.Text)
        .map(each -> Map.entry(((Expr.Text) each.key().get()).value(), each.value()));
  }

  /** Whoever hands an attribute on under its own name changes nothing. */
  private void change(String name, Expr value) {
    boolean isHandedOn = value instanceof Expr.Attribute same && same.name().equals(name);
    if (!isText(value) && !isHandedOn) {
      changing.add(name);
    }
  }

  private static String lastName(Expr target) {
    return target instanceof Expr.Name name
        ? name.id()
        : target instanceof Expr.Attribute member
            ? member.name()
            : target instanceof Expr.Item item && item.index() instanceof Expr.Text key
                ? key.value()
                : "";
  }

  /** Whether it is a text or a constant that is written out, translated or chosen from such. */
  private static boolean isText(Expr value) {
    if (value instanceof Expr.Conditional choice) {
      return isText(choice.then()) && isText(choice.otherwise());
    }
    return value instanceof Expr.Text
        || value instanceof Expr.Constant
        || (value instanceof Expr.Call call
            && TRANSLATING.contains(call.name())
            && call.arguments().size() == 1
            && call.arguments().get(0).value() instanceof Expr.Text);
  }

  /** Whether what a template prints under a name is a text that the code writes out. */
  public boolean contain(TemplateFile template, OutputExpression printed) {
    boolean isPassed =
        !open.contains(template.name())
            && passed.getOrDefault(template.name(), Map.of()).getOrDefault(printed.value(), false);
    String name = printed.lastName();
    return isPassed || (fixedByClasses.contains(name) && !changing.contains(name));
  }
}
