package org.pyreview.frameworks.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;

/**
 * The decorators that make a function answer a path: methods of the applications, blueprints and
 * routers of Flask and FastAPI.
 *
 * @see <a href="https://flask.palletsprojects.com/en/stable/api/#flask.Flask.route">Flask</a>
 * @see <a href="https://fastapi.tiangolo.com/reference/apirouter/">FastAPI</a>
 */
public enum RouteDecorator {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS,
  TRACE,
  /** Flask's for any methods. */
  ROUTE,
  /** FastAPI's for any methods. */
  API_ROUTE,
  WEBSOCKET;

  private static final Map<String, RouteDecorator> BY_TEXT =
      Stream.of(values()).collect(Collectors.toMap(RouteDecorator::text, Function.identity()));

  /** The decorator of this name, without what it is a method of. */
  public static Optional<RouteDecorator> named(String name) {
    return Optional.ofNullable(BY_TEXT.get(name));
  }

  /** The names of all. */
  public static String[] names() {
    return BY_TEXT.keySet().toArray(String[]::new);
  }

  /** What code calls it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The method of the requests that it is for; empty where that is said elsewhere. */
  public Optional<HttpMethod> method() {
    return HttpMethod.of(text());
  }

  public boolean isOfFlask() {
    return this == ROUTE || method().filter(HttpMethod::actsOnResource).isPresent();
  }

  public boolean isOfFastApi() {
    return this != ROUTE;
  }

  /**
   * Whether its name alone tells it from other decorators: {@code tracer.trace} isn't one of these.
   */
  public boolean isUnmistakable() {
    return this != TRACE;
  }

  /** Whether the function answers each request, and doesn't keep a connection. */
  public boolean answersRequests() {
    return this != WEBSOCKET;
  }

  /**
   * Whether a use of it is for requests that change something.
   *
   * @param use the call, which may list the methods
   */
  public boolean changesState(Expr.Call use) {
    return methods(use).anyMatch(HttpMethod::changesState);
  }

  /**
   * The methods of the requests that a use of it is for, as far as they are written there.
   *
   * @param use the call, which may list the methods
   */
  public Stream<HttpMethod> methods(Expr.Call use) {
    return this == ROUTE || this == API_ROUTE
        ? use.named("methods").stream()
            .flatMap(Expr::all)
            .filter(Expr.Text.class::isInstance)
            .flatMap(each -> HttpMethod.of(((Expr.Text) each).value()).stream())
        : method().stream();
  }
}
