package org.pyreview.frameworks.templates;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
          "bleach",
          "render_template_string",
          "from_string");

  private static final String[] SIGNS =
      Stream.concat(MAKERS.stream(), Stream.of("url_for", "reverse", "get_absolute_url", "render"))
          .toArray(String[]::new);
  private static final Set<String> TRANSLATING =
      Set.of("_", "gettext", "gettext_lazy", "ugettext_lazy", "format_lazy", "lazy_gettext");

  /** A value often goes through a variable, and from there into the context of a template. */
  private static final int PASSES = 2;

  private static final Set<String> ADDRESSES = Set.of("url_for", "reverse", "get_absolute_url");

  private final Set<String> names = new HashSet<>();
  private final Set<String> addresses = new HashSet<>();

  private MarkupNames(Project project) {
    List<ModuleCode> modules =
        ProjectCode.of(project).mainModules().stream()
            .filter(module -> module.mentions(SIGNS))
            .toList();
    for (int pass = 0; pass < PASSES; pass++) {
      for (ModuleCode module : modules) {
        // Two variables of one name in two files are two variables.
        Set<String> variables = new HashSet<>();
        module.statements().stream()
            .flatMap(Stmt::everything)
            .forEach(each -> collect(each, variables));
      }
    }
  }

  /** Those of a project; collected once. */
  public static MarkupNames of(Project project) {
    return project.knowledge(MarkupNames.class, MarkupNames::new);
  }

  private void collect(Stmt statement, Set<String> variables) {
    if (statement instanceof Stmt.Assign assign
        && assign.value().filter(each -> isMarkup(each, variables)).isPresent()) {
      assign.targets().forEach(this::addTarget);
      assign.name().ifPresent(variables::add);
    } else if (statement instanceof Stmt.Assign assign) {
      registered(assign);
    } else if (statement instanceof Stmt.Function function) {
      collect(function, variables);
    }
    statement.expressions().stream().flatMap(Expr::all).forEach(each -> collect(each, variables));
  }

  private void collect(Stmt.Function function, Set<String> variables) {
    List<Expr> returned =
        function
            .statements()
            .filter(Stmt.Return.class::isInstance)
            .flatMap(each -> ((Stmt.Return) each).value().stream())
            .filter(each -> !(each instanceof Expr.Constant))
            .toList();
    Set<String> own = new HashSet<>(variables);
    function
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(each -> each.value().filter(value -> isMarkup(value, own)).isPresent())
        .forEach(each -> each.name().ifPresent(own::add));
    if (returned.stream().anyMatch(each -> isMarkup(each, own))) {
      filterNames(function).forEach(names::add);
    }
    boolean givesAddress =
        !returned.isEmpty() && returned.stream().allMatch(MarkupNames::isAddress);
    if (givesAddress) {
      filterNames(function).forEach(addresses::add);
    }
  }

  /** The function's name, and what a decorator registers it as: {@code template_filter("md")}. */
  private static Stream<String> filterNames(Stmt.Function function) {
    return Stream.concat(
        Stream.of(function.name()),
        function.decorators().stream()
            .filter(Expr.Call.class::isInstance)
            .flatMap(each -> ((Expr.Call) each).arguments().stream())
            .map(Expr.Argument::value)
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value()));
  }

  /** {@code env.filters["md"] = render}. */
  private void registered(Stmt.Assign assign) {
    String name = assign.value().map(Expr::lastName).orElse("");
    for (Expr target : assign.targets()) {
      if (target instanceof Expr.Item item
          && item.index() instanceof Expr.Text key
          && item.value().dotted().filter(each -> each.endsWith("filters")).isPresent()) {
        if (names.contains(name)) {
          names.add(key.value());
        }
        if (addresses.contains(name)) {
          addresses.add(key.value());
        }
      }
    }
  }

  /** Whether an expression is an address of the application, or a text with one in it. */
  private static boolean isAddress(Expr value) {
    return value
        .all()
        .anyMatch(each -> each instanceof Expr.Call call && ADDRESSES.contains(call.name()));
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

  private void collect(Expr expression, Set<String> variables) {
    if (expression instanceof Expr.Call call) {
      call.arguments().stream()
          .filter(each -> !each.keyword().isEmpty() && isMarkup(each.value(), variables))
          .forEach(each -> names.add(each.keyword()));
    } else if (expression instanceof Expr.Mapping mapping) {
      for (Expr.Entry entry : mapping.entries()) {
        if (entry.key().orElse(null) instanceof Expr.Text key
            && isMarkup(entry.value(), variables)) {
          names.add(key.value());
        }
      }
    }
  }

  private static boolean isMarkup(Expr value, Set<String> variables) {
    boolean isMade = value.all().anyMatch(MarkupNames::isMade);
    return isMade
        || (value instanceof Expr.Name name && variables.contains(name.id()))
        || (value instanceof Expr.Collection texts
            && !texts.elements().isEmpty()
            && texts.elements().stream()
                .allMatch(
                    each ->
                        each instanceof Expr.Text
                            || each instanceof Expr.Call call
                                && TRANSLATING.contains(call.name())));
  }

  /** Whether a call makes markup; {@code template.render()} does, Django's {@code render()} not. */
  private static boolean isMade(Expr expression) {
    return expression instanceof Expr.Call call
        && (MAKERS.contains(call.name())
            || (call.name().equals("render") && call.receiver().isPresent()));
  }

  /** Whether functions of this name give addresses of the application. */
  public boolean areAddresses(String name) {
    return addresses.contains(name);
  }

  /** Whether code keeps markup under this name somewhere. */
  public boolean contains(String name) {
    return names.contains(name);
  }
}
