package org.pyreview.frameworks.flask;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Value;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.Stmt;

/**
 * A function that Flask calls for a URL or an error.
 *
 * @param parameters what it gets from the URL
 * @param answersHtml whether a string that it returns becomes a page
 */
public record FlaskView(Map<String, Value> parameters, boolean answersHtml) {

  private static final Set<String> ERROR_HANDLERS = Set.of("errorhandler", "app_errorhandler");

  /** Its methods answer with JSON. */
  private static final Pattern RESOURCE =
      Pattern.compile("flask_rest(?:ful|x|plus)\\.(?:\\w+\\.)*Resource");

  /** {@code <converter(options):name>}. */
  private static final Pattern VARIABLE = Pattern.compile("<(?:(\\w+)(?:\\([^)]*\\))?:)?(\\w+)>");

  /** The view that a function is; empty if it is none. */
  public static Optional<FlaskView> of(CodeScope scope, Stmt.Function function, Project project) {
    RegisteredViews registered = RegisteredViews.of(project);
    Optional<List<Expr>> rules = registered.of(scope.module(), function);
    if (rules.isEmpty() && !scope.module().mentions("flask")) {
      return Optional.empty();
    }
    Map<String, Value> parameters = new HashMap<>();
    boolean isRoute = false;
    for (Expr decorator : function.decorators()) {
      if (decorator instanceof Expr.Call call
          && isRegistration(call.name())
          && call.receiver().filter(each -> mayBeFlask(scope, each)).isPresent()) {
        isRoute = true;
        call.at(0, "rule").ifPresent(rule -> collect(scope, rule, function, parameters));
      }
    }
    rules.stream()
        .flatMap(List::stream)
        .forEach(rule -> collect(scope, rule, function, parameters));
    Optional<ClassCode> type =
        HttpMethod.handledBy(function.name()).filter(HttpMethod::actsOnResource).isPresent()
            ? scope.outer().flatMap(CodeScope::classCode)
            : Optional.empty();
    boolean isOfView =
        type.filter(each -> each.inheritsFromAnyEnding("views.MethodView", "views.View"))
            .isPresent();
    boolean isOfResource =
        type.filter(each -> each.externalBases().stream().anyMatch(RESOURCE.asMatchPredicate()))
            .isPresent();
    if (isOfView || isOfResource) {
      registered.of(type.get()).forEach(rule -> collect(scope, rule, function, parameters));
    }
    boolean answersHtml = isRoute || rules.isPresent() || isOfView;
    return answersHtml || isOfResource
        ? Optional.of(new FlaskView(parameters, answersHtml))
        : Optional.empty();
  }

  /** Whether a decorator of this name makes a view or a handler of errors. */
  public static boolean isRegistration(String name) {
    return RouteDecorator.named(name).filter(RouteDecorator::isOfFlask).isPresent()
        || ERROR_HANDLERS.contains(name);
  }

  /** An application or blueprint, or a parameter that may be one. */
  private static boolean mayBeFlask(CodeScope scope, Expr holder) {
    Meaning meaning = scope.meaning(holder);
    if (meaning instanceof Meaning.Value made && made.value() instanceof Expr.Call call) {
      String maker = scope.ofFile(made.module()).meaning(call.callee()).external();
      return maker.startsWith("flask.") || maker.isEmpty();
    }
    return meaning instanceof Meaning.Unknown;
  }

  private static void collect(
      CodeScope scope, Expr rule, Stmt.Function function, Map<String, Value> parameters) {
    Matcher variable = VARIABLE.matcher(rule instanceof Expr.Text text ? text.value() : "");
    while (variable.find()) {
      String converter = variable.group(1) == null ? "string" : variable.group(1);
      Set<Danger> harmless =
          EnumSet.of(Danger.UPLOAD_NAME, Danger.MASS_ASSIGNMENT, Danger.DOCUMENT_QUERY);
      if (converter.equals("string")) {
        // One segment of a path holds no slash.
        harmless.addAll(Set.of(Danger.FILE_PATH, Danger.REDIRECT));
      }
      String name = variable.group(2);
      if (converter.equals("string") || converter.equals("path")) {
        function.parameters().stream()
            .filter(each -> each.name().equals(name))
            .forEach(
                each ->
                    parameters.put(
                        name,
                        Value.fromClient(
                            scope.module().file(), each.place(), "url " + name, name, harmless)));
      }
    }
  }
}
