package org.pyreview.frameworks.flask;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Value;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.Stmt;

/**
 * A function that Flask calls for a URL; a string that it returns becomes a page.
 *
 * @param parameters what it gets from the URL
 */
public record FlaskView(Map<String, Value> parameters) {

  private static final Set<String> ROUTES =
      Set.of("route", "get", "post", "put", "patch", "delete", "errorhandler");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** {@code <converter(options):name>}. */
  private static final Pattern VARIABLE = Pattern.compile("<(?:(\\w+)(?:\\([^)]*\\))?:)?(\\w+)>");

  /** The view that a function is; empty if it is none. */
  public static Optional<FlaskView> of(CodeScope scope, Stmt.Function function) {
    boolean isFlask = scope.module().mentions("flask");
    if (!isFlask) {
      return Optional.empty();
    }
    Map<String, Value> parameters = new HashMap<>();
    boolean isRoute = false;
    for (Expr decorator : function.decorators()) {
      if (decorator instanceof Expr.Call call
          && ROUTES.contains(call.name())
          && call.receiver().filter(each -> mayBeFlask(scope, each)).isPresent()) {
        isRoute = true;
        call.at(0, "rule").ifPresent(rule -> collect(scope, rule, function, parameters));
      }
    }
    boolean isMethodView =
        METHODS.contains(function.name())
            && scope
                .outer()
                .flatMap(CodeScope::classCode)
                .filter(type -> type.inheritsFromAnyEnding("views.MethodView", "views.View"))
                .isPresent();
    return isRoute || isMethodView ? Optional.of(new FlaskView(parameters)) : Optional.empty();
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
