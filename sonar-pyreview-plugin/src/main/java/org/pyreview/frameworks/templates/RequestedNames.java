package org.pyreview.frameworks.templates;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;

/** The names of templates that hold what a client sends, as views pass it on. */
public final class RequestedNames {

  private static final Pattern REQUEST_DATA =
      Pattern.compile(
          "(?:\\w+\\.)?request\\.(?:GET|POST|args|form|values|query_params|cookies|COOKIES)(?:\\..*)?");

  /** What a template reads of the request itself. */
  private static final Pattern DIRECT =
      Pattern.compile("(?s)request\\.(?:GET|POST|args|form|values|query_params)\\b.*");

  private final GivenValues given;

  private RequestedNames(Project project) {
    given = GivenValues.of(project);
  }

  /** Those of a project; worked out once. */
  public static RequestedNames of(Project project) {
    return project.knowledge(RequestedNames.class, RequestedNames::new);
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
        || given.to(template, variable.value()).stream()
            .anyMatch(each -> isFromRequest(each.scope(), each.value()));
  }
}
