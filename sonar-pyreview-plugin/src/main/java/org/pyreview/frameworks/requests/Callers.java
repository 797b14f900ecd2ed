package org.pyreview.frameworks.requests;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.views.ViewClass;
import org.pyreview.frameworks.web.AdminsOnly;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.QualifiedExpression;

/**
 * Who sends requests to an endpoint, as far as the code around it shows: what only programs of the
 * team send has the form that the team gave it.
 *
 * @param endpoint the function that answers
 */
public record Callers(FunctionDef endpoint, PythonModule module) {

  private static final Pattern API =
      Pattern.compile("(?i)(?:.*[^a-z])?(?:api|rest)s?(?:[^a-z].*)?");
  private static final Pattern OWN =
      Pattern.compile(
          "(?i).*(?:internal|cron|signed|signature|webhook|callback|debug|htmx|fragment|(?<!\\w)partials?\\b|_partials?\\b).*");
  private static final String KNOWN =
      "\\.before_(?:app_)?request\\(\\s*\\w*(?:admin|internal|service_auth)";
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)compare_digest|RequestValidator|construct_event|(?:verify|valid(?:ate)?|check)_?\\w*(?:signature|twilio|hmac)|\\w*signature\\w*\\(");

  /** Whether it belongs to an API that programs of others call, too. */
  public boolean areOthers() {
    Optional<ViewClass> view = ViewClass.around(endpoint, module);
    boolean isOfApi =
        view.filter(each -> each.isFlaskResource() || each.isRestView()).isPresent()
            || Stream.concat(routes(), module.path().segments().stream())
                .anyMatch(each -> API.matcher(each).matches())
            || decorators().anyMatch(each -> each.endsWith("api_view"));
    return isOfApi && !areOwn() && decorators().noneMatch(Callers::isForAdmins);
  }

  /** Whether only administrators get there, by a decorator or the folder of its file. */
  public boolean areAdmins() {
    return decorators().anyMatch(Callers::isForAdmins)
        || module.path().segments().stream().anyMatch("admin"::equals);
  }

  /** {@code @require_admin}: the few who get there use the pages that come along. */
  private static boolean isForAdmins(String decorator) {
    return AdminsOnly.isNamedBy(QualifiedName.of(decorator).lastName());
  }

  /**
   * Whether only programs of the team reach it, or somebody whose signature it checks: a blueprint
   * whose requests have to come from the team's front end, a part of a page that its scripts load,
   * a route for debugging.
   */
  public boolean areOwn() {
    return Stream.concat(Stream.of(endpoint.name().name()), Stream.concat(routes(), decorators()))
            .anyMatch(each -> OWN.matcher(each).matches())
        || SIGNATURE.matcher(SourceText.of(endpoint.body())).find()
        || blueprints().anyMatch(this::isForTeam)
        || module.isFoundBeside(
            Pattern.compile(
                "if (?:settings\\.)?DEBUG[^\\n]*+\\n(?:[ \\t]++[^\\n]*+\\n)*?[ \\t]++[^\\n]*?\\b"
                    + endpoint.name().name()
                    + "\\b"));
  }

  private boolean isForTeam(String blueprint) {
    String name = Pattern.quote(blueprint);
    Pattern guarded =
        Pattern.compile(
            "\\b"
                + name
                + KNOWN
                + "|\\bimport\\s+"
                + name
                + "\\s+as\\s+(\\w+)[\\s\\S]*?\\b\\1"
                + KNOWN);
    return module.isFoundHereOrBeside(guarded);
  }

  private Stream<String> blueprints() {
    return calls()
        .map(CallExpression::callee)
        .filter(QualifiedExpression.class::isInstance)
        .map(each -> SourceText.of(((QualifiedExpression) each).qualifier()));
  }

  private Stream<String> routes() {
    return calls()
        .flatMap(call -> Arguments.of(call).positional(0).flatMap(Literal::string).stream());
  }

  private Stream<CallExpression> calls() {
    return endpoint.decorators().stream()
        .map(Decorator::expression)
        .filter(CallExpression.class::isInstance)
        .map(CallExpression.class::cast);
  }

  private Stream<String> decorators() {
    return endpoint.decorators().stream()
        .map(Decorator::expression)
        .map(each -> each instanceof CallExpression call ? call.callee() : each)
        .map((Expression each) -> SourceText.of(each));
  }
}
