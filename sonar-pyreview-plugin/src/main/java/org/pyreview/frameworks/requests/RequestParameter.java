package org.pyreview.frameworks.requests;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.Signature;
import org.pyreview.python.SourceText;
import org.pyreview.python.Variable;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * An expression that reads one text of what a client sent: {@code request.args.get("page", 1)},
 * {@code request.GET["page"]}.
 *
 * @param expression the whole read
 * @param source the attribute of the request it is read from, {@code args} for one
 * @param container what it is read from, as written
 * @param key the parameter's name, where it is written out
 * @param fallback what it is where the client sends nothing
 */
public record RequestParameter(
    Expression expression,
    String source,
    String container,
    Optional<Expression> key,
    Optional<Expression> fallback) {

  private static final Set<String> FLASK =
      Set.of("args", "form", "values", "cookies", "headers", "json");
  private static final Set<String> FLASK_REQUESTS =
      Set.of("flask.request", "flask.globals.request", "quart.request");
  private static final Set<String> DJANGO =
      Set.of("GET", "POST", "COOKIES", "query_params", "data");

  /** Sources that forms fill; {@code values} has those of the URL as well. */
  private static final Set<String> POSTED = Set.of("POST", "form", "values");

  private static final Set<String> IN_ADDRESS = Set.of("args", "GET", "query_params");

  private static final Set<String> READERS = Set.of("get", "getlist", "pop");

  /** The Flask sources whose {@code get} converts: {@code get("page", 1, type=int)}. */
  private static final Set<String> CONVERTING = Set.of("args", "form", "values");

  /** The read that an expression is; a local variable stands for the only value it gets. */
  public static Optional<RequestParameter> of(Expression expression, PythonModule module) {
    Expression read = elementOf(AssignedValue.behind(expression));
    if (read instanceof CallExpression call
        && call.callee() instanceof QualifiedExpression method
        && READERS.contains(method.name().name())) {
      Arguments arguments = Arguments.of(call);
      return source(method.qualifier(), module)
          .map(
              source ->
                  new RequestParameter(
                      call,
                      source,
                      SourceText.of(method.qualifier()),
                      arguments.positional(0),
                      arguments.at(1, "default")))
          .filter(each -> arguments.named("type").isEmpty());
    }
    if (read instanceof SubscriptionExpression item && read.is(Tree.Kind.SUBSCRIPTION)) {
      List<Expression> keys = item.subscripts().expressions();
      return source(item.object(), module)
          .filter(source -> keys.size() == 1)
          .map(
              source ->
                  new RequestParameter(
                      item,
                      source,
                      SourceText.of(item.object()),
                      Optional.of(keys.get(0)),
                      Optional.empty()));
    }
    return Optional.empty();
  }

  /**
   * What a comprehension goes through: {@code int(each) for each in request.POST.getlist("ids")}.
   */
  private static Expression elementOf(Expression expression) {
    return expression instanceof Name variable
        ? Variable.of(variable).iterable().orElse(expression)
        : expression;
  }

  private static Optional<String> source(Expression container, PythonModule module) {
    if (container instanceof QualifiedExpression attribute) {
      String name = attribute.name().name();
      boolean isSource =
          FLASK.contains(name) && isFlaskRequest(attribute.qualifier(), module)
              || DJANGO.contains(name) && isDjangoRequest(attribute.qualifier(), module);
      return isSource ? Optional.of(name) : Optional.empty();
    }
    return container instanceof CallExpression call
            && call.callee() instanceof QualifiedExpression method
            && method.name().name().equals("get_json")
            && isFlaskRequest(method.qualifier(), module)
        ? Optional.of("json")
        : Optional.empty();
  }

  /** Whether an expression is Flask's or Quart's request. */
  public static boolean isFlaskRequest(Expression expression, PythonModule module) {
    return module.isNamed(expression, FLASK_REQUESTS);
  }

  /** Whether an expression is the request that a view of Django or REST framework gets. */
  public static boolean isDjangoRequest(Expression expression, PythonModule module) {
    String text = SourceText.of(expression);
    boolean isOfObject = text.equals("self.request");
    return (isOfObject || (text.equals("request") && isParameter(expression)))
        && (module.importsFrom("django") || module.importsFrom("rest_framework"));
  }

  private static boolean isParameter(Expression request) {
    return Ancestors.of(request)
        .anyMatch(
            each ->
                each instanceof FunctionDef function
                    && Signature.of(function).names().contains(((Name) request).name()));
  }

  /** The parameter's name, for a message. */
  public String name() {
    return key.map(each -> Literal.string(each).orElse(SourceText.of(each))).orElse("the value");
  }

  /**
   * Whether it comes from a form, whose widgets the project chose, and not from a URL or an API.
   */
  public boolean isPosted() {
    return POSTED.contains(source);
  }

  /** Whether it is a part of the URL, which users see and change. */
  public boolean isInAddress() {
    return IN_ADDRESS.contains(source);
  }

  /** Whether Flask can convert it while reading, and falls back to a default. */
  public boolean canBeConverted() {
    return CONVERTING.contains(source)
        && expression instanceof CallExpression call
        && call.callee() instanceof QualifiedExpression method
        && method.name().name().equals("get")
        && fallback.isPresent();
  }
}
