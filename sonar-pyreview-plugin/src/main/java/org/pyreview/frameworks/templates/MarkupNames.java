package org.pyreview.frameworks.templates;

import java.util.HashSet;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The names under which a project's Python code keeps HTML that it has made or cleaned itself, so
 * that a template may print it as it is.
 */
public final class MarkupNames {

  /** What such functions give is markup, and safe as far as they know. */
  private static final Set<String> MAKERS =
      Set.of(
          "escape",
          "conditional_escape",
          "mark_safe",
          "Markup",
          "format_html",
          "format_html_join",
          "format_lazy",
          "flatatt",
          "SafeString",
          "SafeText",
          "render_to_string",
          "render_template",
          "clean",
          "sanitize",
          "sanitise",
          "bleach");

  private static final String[] SIGNS = MAKERS.toArray(String[]::new);
  private static final Set<String> TRANSLATING =
      Set.of("_", "gettext", "gettext_lazy", "ugettext_lazy", "format_lazy", "lazy_gettext");

  private final Set<String> names = new HashSet<>();

  private MarkupNames(Project project) {
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      if (module.mentions(SIGNS)) {
        module.statements().stream().flatMap(Stmt::everything).forEach(this::collect);
      }
    }
  }

  /** Those of a project; collected once. */
  public static MarkupNames of(Project project) {
    return project.knowledge(MarkupNames.class, MarkupNames::new);
  }

  private void collect(Stmt statement) {
    if (statement instanceof Stmt.Assign assign
        && assign.value().filter(MarkupNames::isMarkup).isPresent()) {
      assign.targets().forEach(this::addTarget);
    } else if (statement instanceof Stmt.Function function) {
      boolean givesMarkup =
          function
              .statements()
              .filter(Stmt.Return.class::isInstance)
              .flatMap(each -> ((Stmt.Return) each).value().stream())
              .anyMatch(MarkupNames::isMarkup);
      if (givesMarkup) {
        names.add(function.name());
      }
    }
    statement.expressions().stream().flatMap(Expr::all).forEach(this::collect);
  }

  private void addTarget(Expr target) {
    if (target instanceof Expr.Name name) {
      names.add(name.id());
    } else if (target instanceof Expr.Attribute member) {
      names.add(member.name());
    } else if (target instanceof Expr.Item item && item.index() instanceof Expr.Text key) {
      names.add(key.value());
    }
  }

  private void collect(Expr expression) {
    if (expression instanceof Expr.Call call) {
      call.arguments().stream()
          .filter(each -> !each.keyword().isEmpty() && isMarkup(each.value()))
          .forEach(each -> names.add(each.keyword()));
    } else if (expression instanceof Expr.Mapping mapping) {
      for (Expr.Entry entry : mapping.entries()) {
        if (entry.key().orElse(null) instanceof Expr.Text key && isMarkup(entry.value())) {
          names.add(key.value());
        }
      }
    }
  }

  private static boolean isMarkup(Expr value) {
    boolean isMade =
        value
            .all()
            .anyMatch(each -> each instanceof Expr.Call call && MAKERS.contains(call.name()));
    return isMade
        || (value instanceof Expr.Collection texts
            && !texts.elements().isEmpty()
            && texts.elements().stream()
                .allMatch(
                    each ->
                        each instanceof Expr.Text
                            || each instanceof Expr.Call call
                                && TRANSLATING.contains(call.name())));
  }

  /** Whether code keeps markup under this name somewhere. */
  public boolean contains(String name) {
    return names.contains(name);
  }
}
