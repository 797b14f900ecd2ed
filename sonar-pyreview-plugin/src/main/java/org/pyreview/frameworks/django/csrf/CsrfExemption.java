package org.pyreview.frameworks.django.csrf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A class-based view that is taken out of CSRF protection. Functions with the decorator are
 * SonarQube's own rule S4502.
 *
 * @param at where the protection is dropped
 */
public record CsrfExemption(ProjectFile file, Place at, ClassCode view) {

  private static final String EXEMPT = "django.views.decorators.csrf.csrf_exempt";
  private static final String METHOD_DECORATOR = "django.utils.decorators.method_decorator";

  /** Views that other servers call, not browsers. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?i).*(?:hook|callback|notif|ipn|saml|oidc|oauth|lti|soap|graphql|xmlrpc|postback).*");

  /** What a view calls that looks at a signature or key instead of a cookie. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i).*(?:hmac|signature|compare_digest|construct_event|api_?key|bearer"
              + "|(?:verify|check|decode|require)_\\w*(?:token|jwt|request|secret)).*");

  /** Headers that carry a signature or key. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?:http[-_]|x-).*(?:token|key|secret|hmac).*|(?:http_)?authorization|.*signature.*");

  /** What the browser's cookie leads to. */
  private static final Set<String> OF_WHO_ASKS = Set.of("user", "session", "COOKIES");

  private static final String OTHER_SITES = "Access-Control-Allow-Origin";

  /** The exemptions of views that browsers call with a session. */
  public static List<CsrfExemption> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<CsrfExemption> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("csrf_exempt")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope.classCode().ifPresent(view -> addDecorated(view, scope, found));
          scope.calls().forEach(call -> wrapped(call, scope, code).ifPresent(found::add));
        }
      }
    }
    return found.stream().filter(each -> each.isForBrowsers()).toList();
  }

  private static void addDecorated(ClassCode view, CodeScope inside, List<CsrfExemption> found) {
    CodeScope around = inside.outer().orElseThrow();
    Stream<Expr> ofClass = view.definition().decorators().stream();
    Stream<Expr> ofMethods =
        view.definition().body().stream()
            .filter(Stmt.Function.class::isInstance)
            .flatMap(each -> ((Stmt.Function) each).decorators().stream());
    Stream.concat(ofClass, ofMethods)
        .flatMap(each -> exempting(each, around).stream())
        .findFirst()
        .ifPresent(each -> found.add(new CsrfExemption(view.file(), each.place(), view)));
  }

  /** {@code csrf_exempt} in {@code @method_decorator([csrf_exempt, …], name="dispatch")}. */
  private static Optional<Expr> exempting(Expr decorator, CodeScope scope) {
    if (!(decorator instanceof Expr.Call call)
        || !scope.meaning(call.callee()).external().equals(METHOD_DECORATOR)) {
      return Optional.empty();
    }
    return call.positional().stream()
        .findFirst()
        .map(each -> scope.meaning(each) instanceof Meaning.Value list ? list.value() : each)
        .stream()
        .flatMap(
            each ->
                each instanceof Expr.Collection list ? list.elements().stream() : Stream.of(each))
        .filter(each -> scope.meaning(each).external().equals(EXEMPT))
        .findFirst();
  }

  /** {@code csrf_exempt(View.as_view())}. */
  private static Optional<CsrfExemption> wrapped(
      Expr.Call call, CodeScope scope, ProjectCode code) {
    boolean isExempt = scope.meaning(call.callee()).external().equals(EXEMPT);
    return call.positional().stream()
        .filter(each -> isExempt)
        .findFirst()
        .filter(each -> each instanceof Expr.Call made && made.name().equals("as_view"))
        .flatMap(made -> ((Expr.Call) made).receiver())
        .map(scope::meaning)
        .filter(Meaning.Class.class::isInstance)
        .map(
            view ->
                new CsrfExemption(
                    scope.module().file(),
                    call.callee().place(),
                    code.classCode((Meaning.Class) view)));
  }

  private boolean isForBrowsers() {
    boolean isMachine =
        MACHINE.matcher(view.name()).matches()
            || MACHINE.matcher(view.file().toString()).matches()
            || view.externalBases().stream()
                .anyMatch(
                    base -> base.startsWith("rest_framework.") || MACHINE.matcher(base).matches());
    return !isMachine && answersWrites() && !looksAtSignature() && !isForOtherSites();
  }

  /** Whether it answers requests that change something, and is no mere base of such views. */
  private boolean answersWrites() {
    return Stream.of(HttpMethod.values())
            .filter(HttpMethod::changesState)
            .anyMatch(method -> view.method(method.handler()).isPresent())
        || view.inheritsFromAnyEnding("FormView", "CreateView", "UpdateView", "DeleteView");
  }

  /** Whether it tells browsers itself that other websites may call it, as a counter of visits. */
  private boolean isForOtherSites() {
    List<Expr> all =
        view.lineage().stream().flatMap(ClassCode::body).flatMap(Stmt::everyExpression).toList();
    return all.stream().anyMatch(CsrfExemption::isForOtherSites)
        && all.stream().noneMatch(CsrfExemption::isOfWhoAsks);
  }

  private static boolean isForOtherSites(Expr expression) {
    return expression instanceof Expr.Text text && text.value().equalsIgnoreCase(OTHER_SITES);
  }

  private static boolean isOfWhoAsks(Expr expression) {
    return expression instanceof Expr.Attribute attribute && OF_WHO_ASKS.contains(attribute.name());
  }

  private boolean looksAtSignature() {
    return view.lineage().stream()
        .flatMap(ClassCode::body)
        .flatMap(Stmt::everyExpression)
        .anyMatch(
            each ->
                (each instanceof Expr.Text text && HEADER.matcher(text.value()).matches())
                    || (each instanceof Expr.Name name && SIGNATURE.matcher(name.id()).matches())
                    || (each instanceof Expr.Attribute attribute
                        && SIGNATURE.matcher(attribute.name()).matches()));
  }
}
