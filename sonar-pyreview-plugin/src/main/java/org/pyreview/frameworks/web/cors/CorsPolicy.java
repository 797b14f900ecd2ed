package org.pyreview.frameworks.web.cors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.UnpackingExpression;

/**
 * A call that says which other sites may read the answers of an application.
 *
 * @param framework whose call it is
 * @param allowsCredentials whether browsers may send cookies along
 */
public record CorsPolicy(CallExpression call, Framework framework, boolean allowsCredentials) {

  /** Who understands the call. */
  public enum Framework {
    STARLETTE("allow_credentials"),
    FLASK("supports_credentials");

    private final String credentials;

    Framework(String credentials) {
      this.credentials = credentials;
    }

    /** The keyword that lets browsers send cookies along. */
    public String credentials() {
      return credentials;
    }

    /** Whether an application has cookies only where its code adds them. */
    public boolean startsWithoutSessions() {
      return this == STARLETTE;
    }
  }

  private static final Set<String> MIDDLEWARE =
      Set.of("fastapi.middleware.cors.CORSMiddleware", "starlette.middleware.cors.CORSMiddleware");
  private static final Set<String> FLASK =
      Set.of(
          "flask_cors.CORS",
          "flask_cors.extension.CORS",
          "flask_cors.cross_origin",
          "flask_cors.decorator.cross_origin");
  private static final String ALL = "*";
  private static final String ORIGINS = "origins";

  /** The policy that a call sets; empty if it sets none, or not in writing. */
  public static Optional<CorsPolicy> of(CallExpression call, PythonModule module) {
    return framework(call, module)
        .filter(each -> call.arguments().stream().noneMatch(UnpackingExpression.class::isInstance))
        .map(
            each ->
                new CorsPolicy(
                    call,
                    each,
                    Arguments.of(call)
                        .named(each.credentials)
                        .flatMap(value -> Literal.bool(AssignedValue.behind(value)))
                        .orElse(false)));
  }

  private static Optional<Framework> framework(CallExpression call, PythonModule module) {
    if (module.importsFrom("flask_cors") && module.isNamed(call.callee(), FLASK)) {
      return Optional.of(Framework.FLASK);
    }
    boolean mayHaveMiddleware = module.importsFrom("fastapi") || module.importsFrom("starlette");
    if (!mayHaveMiddleware) {
      return Optional.empty();
    }
    boolean isMiddleware =
        module.isNamed(call.callee(), MIDDLEWARE)
            || Arguments.of(call)
                .positional(0)
                .filter(each -> module.isNamed(each, MIDDLEWARE))
                .isPresent();
    return isMiddleware ? Optional.of(Framework.STARLETTE) : Optional.empty();
  }

  /** Where the policy names all sites; its call, if it says nothing and that means all. */
  public Optional<Expression> wildcard() {
    List<Expression> named = origins();
    if (framework == Framework.FLASK && named.isEmpty()) {
      return Optional.of(call.callee());
    }
    return named.stream().flatMap(CorsPolicy::elements).filter(CorsPolicy::isAll).findFirst();
  }

  private static boolean isAll(Expression origin) {
    return Literal.string(origin)
        .filter(text -> text.equals(ALL) || text.equals(".*") || text.equals("https?://.*"))
        .isPresent();
  }

  private List<Expression> origins() {
    Arguments arguments = Arguments.of(call);
    List<Expression> all = new ArrayList<>();
    arguments.named(framework == Framework.FLASK ? ORIGINS : "allow_origins").ifPresent(all::add);
    if (framework == Framework.FLASK) {
      arguments
          .named("resources")
          .map(AssignedValue::behind)
          .filter(DictionaryLiteral.class::isInstance)
          .stream()
          .flatMap(each -> ((DictionaryLiteral) each).elements().stream())
          .filter(KeyValuePair.class::isInstance)
          .map(each -> AssignedValue.behind(((KeyValuePair) each).value()))
          .forEach(
              each -> {
                if (each instanceof DictionaryLiteral options) {
                  Literal.entry(options, ORIGINS).ifPresent(all::add);
                } else {
                  all.add(each);
                }
              });
    }
    return all;
  }

  /** The elements of a list that is written out, here or in a variable; or the value itself. */
  public static Stream<Expression> elements(Expression origins) {
    Expression value = AssignedValue.behind(origins);
    return Literal.elements(value).map(List::stream).orElse(Stream.of(value));
  }

  /** The regular expression for origins. */
  public Optional<Expression> pattern() {
    return Arguments.of(call).named("allow_origin_regex").map(AssignedValue::behind);
  }

  /** The text of a pattern, compiled or not. */
  public static Optional<OriginPattern> pattern(Expression written) {
    Expression text =
        written instanceof CallExpression compiled
                && compiled.callee().lastToken().value().equals("compile")
                && compiled.arguments().size() >= 1
                && compiled.arguments().get(0) instanceof RegularArgument first
            ? first.expression()
            : written;
    return Literal.string(text).map(OriginPattern::new);
  }
}
