package org.pyreview.frameworks.django.views;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;

/**
 * A decorator that decides who may call a view.
 *
 * @param decorator as the code applies it
 * @param kind what it works on
 */
public record AccessDecorator(Decorator decorator, Kind kind) {

  /** What a decorator works on. */
  public enum Kind {
    /** A function that gets the request first. */
    FUNCTION_VIEW,
    /** A function that {@code @api_view} has yet to wrap. */
    REST_POLICY,
    /** Makes a view of a function. */
    API_VIEW
  }

  private static final Pattern FUNCTION_VIEW =
      Pattern.compile(
          "django\\.contrib\\.auth\\.decorators\\.\\w+"
              + "|django\\.contrib\\.admin\\.views\\.decorators\\.staff_member_required"
              + "|flask_login\\.(?:utils\\.)?(?:login_required|fresh_login_required)");
  private static final Pattern REST_POLICY =
      Pattern.compile(
          "rest_framework\\.decorators\\.(?:permission|authentication|throttle)_classes");
  private static final Set<String> API_VIEW = Set.of("rest_framework.decorators.api_view");

  /** The decorator, if it is one of them. */
  public static Optional<AccessDecorator> of(Decorator decorator, PythonModule module) {
    Expression applied =
        decorator.expression() instanceof CallExpression call
            ? call.callee()
            : decorator.expression();
    Set<String> names = module.spellings(applied);
    if (names.stream().anyMatch(FUNCTION_VIEW.asMatchPredicate())) {
      return Optional.of(new AccessDecorator(decorator, Kind.FUNCTION_VIEW));
    }
    if (names.stream().anyMatch(REST_POLICY.asMatchPredicate())) {
      return Optional.of(new AccessDecorator(decorator, Kind.REST_POLICY));
    }
    return names.stream().anyMatch(API_VIEW::contains)
        ? Optional.of(new AccessDecorator(decorator, Kind.API_VIEW))
        : Optional.empty();
  }

  /** What the code calls it, without arguments. */
  public String name() {
    String text = SourceText.of(decorator.expression());
    String callee = text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
    return QualifiedName.of(callee).lastName();
  }
}
