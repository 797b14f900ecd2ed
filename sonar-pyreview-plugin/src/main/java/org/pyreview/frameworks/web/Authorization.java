package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.Endpoint.Protection;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * How code says that not everybody may do something.
 *
 * @param names what decorators, dependencies and functions that require it are called
 * @param publicNames what endpoints are called that everybody may use
 */
public record Authorization(Pattern names, Pattern publicNames) {

  private static final int DEEPEST = 3;
  private static final Pattern CHECKS =
      Pattern.compile(
          "(?i)current_user|permission_?denied|has_perms?|forbidden|unauthori[sz]ed|hmac|verify\\w*"
              + "|\\w*signature\\w*|signer|signing|compare_digest");
  private static final Pattern DENIALS = Pattern.compile("(?:401|403|.*HTTP_40[13]_\\w+)");
  private static final Pattern USER =
      Pattern.compile("(?:.*\\.)?(?:request|g|state|scope)\\.(?:user|session)");
  private static final Set<String> SESSION = Set.of("flask.session", "flask.globals.session");
  private static final Set<String> DENYING =
      Set.of("abort", "HTTPException", "HttpResponse", "Response", "JSONResponse", "JsonResponse");
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?:django\\.views\\.decorators\\.|django\\.db\\.|django\\.utils\\.|functools\\.|contextlib\\."
              + "|typing\\.|rest_framework\\.(?:decorators\\.(?!permission_classes)|settings)"
              + "|drf_spectacular\\.|drf_yasg\\.|flasgger\\.|flask_cors\\.|celery\\.|asgiref\\."
              + "|werkzeug\\.|builtins\\.).*");
  private static final Set<String> HARMLESS_METHODS =
      Set.of(
          "limit",
          "exempt",
          "cached",
          "memoize",
          "errorhandler",
          "before_request",
          "doc",
          "expect",
          "response",
          "arguments",
          "marshal_with",
          "staticmethod",
          "classmethod",
          "property");

  /**
   * @param names regular expression, found anywhere, in any case
   * @param publicNames regular expression, found where no letter stands before
   */
  public static Authorization named(String names, String publicNames) {
    return new Authorization(
        Pattern.compile("(?i)" + names), Pattern.compile("(?<![a-z])(?:" + publicNames + ")"));
  }

  /** Whether one of these names says that everybody may come. */
  public boolean isPublic(String... words) {
    return Stream.of(words)
        .map(each -> each.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT))
        .anyMatch(each -> publicNames.matcher(each).find());
  }

  /** Whether the name of a file says that everybody may come. */
  public boolean isPublic(ModuleCode module) {
    List<String> segments = module.file().path().segments();
    int from = Math.max(0, segments.size() - 2);
    return segments.subList(from, segments.size()).stream().anyMatch(this::isPublic);
  }

  /** Whether a name denotes authorization. */
  public boolean isNamed(String name) {
    return names.matcher(name).find();
  }

  /** What a decorator does for the function below it. */
  public Protection of(CodeScope scope, Expr decorator) {
    Expr callee = decorator instanceof Expr.Call call ? call.callee() : decorator;
    String dotted = callee.dotted().orElse("");
    Meaning meaning = scope.meaning(callee);
    if (HARMLESS.matcher(meaning.external()).matches()) {
      return Protection.certain(isArgumentNamed(decorator));
    }
    if (isNamed(dotted) || isArgumentNamed(decorator)) {
      return Protection.CERTAIN;
    }
    if (guardsNothing(QualifiedName.of(dotted).lastName())) {
      return Protection.NONE;
    }
    return meaning instanceof Meaning.Function function
        ? in(scope.ofFile(function.module()), function.definition())
        : Protection.POSSIBLE;
  }

  /** What makes a route for requests with some method, and other methods that let everybody in. */
  private static boolean guardsNothing(String method) {
    return RouteDecorator.named(method)
            .filter(each -> each.isOfFlask() || each == RouteDecorator.API_ROUTE)
            .isPresent()
        || HARMLESS_METHODS.contains(method);
  }

  /** The best that any of some decorators does. */
  public Protection of(CodeScope scope, Stream<Expr> decorators) {
    return Protection.best(decorators.map(each -> of(scope, each)));
  }

  private boolean isArgumentNamed(Expr decorator) {
    return decorator instanceof Expr.Call call
        && call.arguments().stream()
            .flatMap(each -> each.value().dotted().stream())
            .anyMatch(this::isNamed);
  }

  /** Whether a function looks at who is asking, itself or through functions of the project. */
  public Protection in(CodeScope scope, Stmt.Function function) {
    return Protection.best(
        Stream.of(
            in(scope, function, 0, new HashSet<>()),
            Protection.possible(SecretParameter.isLookedUpBy(function))));
  }

  private Protection in(CodeScope scope, Stmt.Function function, int depth, Set<String> asked) {
    if (depth > DEEPEST || !asked.add(scope.module() + " " + function.place())) {
      return Protection.NONE;
    }
    List<Expr> all = new ArrayList<>();
    function.body().forEach(each -> collect(each, all));
    Protection own = Protection.best(all.stream().map(each -> within(scope, each)));
    return own == Protection.CERTAIN
        ? own
        : Protection.best(
            Stream.concat(
                Stream.of(own),
                all.stream()
                    .filter(Expr.Call.class::isInstance)
                    .map(each -> scope.meaning(((Expr.Call) each).callee()))
                    .filter(Meaning.Function.class::isInstance)
                    .map(Meaning.Function.class::cast)
                    .map(
                        each ->
                            in(scope.ofFile(each.module()), each.definition(), depth + 1, asked))));
  }

  /** The expressions of a statement, without refusals that strangers never meet. */
  private static void collect(Stmt statement, List<Expr> all) {
    if (statement instanceof Stmt.If branch && refusesOnlyKnown(branch)) {
      branch.otherwise().forEach(each -> collect(each, all));
      return;
    }
    statement.expressions().stream().flatMap(Expr::all).forEach(all::add);
    statement.inner().forEach(each -> collect(each, all));
  }

  /** {@code if current_user.is_authenticated and current_user.is_demo: abort(403)}. */
  private static boolean refusesOnlyKnown(Stmt.If branch) {
    Stmt last = branch.body().get(branch.body().size() - 1);
    boolean isRefusal =
        last instanceof Stmt.Leave
            || last.expressions().stream().flatMap(Expr::all).anyMatch(Authorization::denies);
    return isRefusal && asksForKnown(branch.test());
  }

  private static boolean asksForKnown(Expr test) {
    if (test instanceof Expr.Operation both && both.operator().equals("and")) {
      return both.operands().stream().anyMatch(Authorization::asksForKnown);
    }
    Expr asked = test instanceof Expr.Call call ? call.callee() : test;
    return asked.lastName().equals("is_authenticated");
  }

  private static boolean denies(Expr expression) {
    return expression instanceof Expr.Call call
        && DENYING.contains(call.name())
        && call.arguments().stream().anyMatch(each -> isDenial(each.value()));
  }

  private Protection within(CodeScope scope, Expr expression) {
    if (expression instanceof Expr.Name name) {
      boolean isSession = SESSION.contains(scope.meaning(name).external());
      return Protection.certain(isSession || CHECKS.matcher(name.id()).matches());
    }
    if (expression instanceof Expr.Attribute member) {
      boolean isUser = member.dotted().filter(each -> USER.matcher(each).matches()).isPresent();
      return Protection.certain(isUser || CHECKS.matcher(member.name()).matches());
    }
    if (expression instanceof Expr.Call call) {
      return denies(call) ? Protection.CERTAIN : Protection.possible(isNamed(call.name()));
    }
    return Protection.NONE;
  }

  private static boolean isDenial(Expr value) {
    String text =
        value instanceof Expr.Constant constant ? constant.text() : value.dotted().orElse("");
    return DENIALS.matcher(text).matches();
  }
}
