package org.pyreview.frameworks.web;

import java.util.Locale;
import java.util.Set;
import org.pyreview.project.code.Expr;

/** The HTTP methods, as far as it matters which of them change something. */
public final class HttpMethods {

  private static final Set<String> CHANGING = Set.of("post", "put", "patch", "delete");

  private HttpMethods() {}

  /** Whether requests with the method change state; in lower case. */
  public static boolean changeState(String method) {
    return CHANGING.contains(method);
  }

  /**
   * Whether a decorator makes a route for requests that change state.
   *
   * @param general name of the decorator that takes its methods as an argument
   */
  public static boolean changeState(Expr.Call route, String general) {
    return changeState(route.name())
        || (route.name().equals(general)
            && route.named("methods").stream()
                .flatMap(Expr::all)
                .filter(Expr.Text.class::isInstance)
                .map(each -> ((Expr.Text) each).value().toLowerCase(Locale.ROOT))
                .anyMatch(HttpMethods::changeState));
  }
}
