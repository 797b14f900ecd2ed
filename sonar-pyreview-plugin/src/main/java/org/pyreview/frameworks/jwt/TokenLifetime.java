package org.pyreview.frameworks.jwt;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;

/**
 * How long access tokens are valid by the configuration of a library:
 * djangorestframework-simplejwt, flask-jwt-extended or fastapi-users.
 *
 * @param value where it is written
 * @param hours empty for ever
 */
public record TokenLifetime(Expression value, Optional<Double> hours) {

  private static final Set<String> DURATION = Set.of("datetime.timedelta");
  private static final Set<String> CREATION =
      Set.of(
          "flask_jwt_extended.create_access_token", "flask_jwt_extended.utils.create_access_token");
  private static final Set<String> STRATEGIES =
      Set.of(
          "fastapi_users.authentication.JWTStrategy",
          "fastapi_users.authentication.strategy.JWTStrategy",
          "fastapi_users.authentication.strategy.jwt.JWTStrategy");
  private static final Set<String> SETTINGS = Set.of("JWT_ACCESS_TOKEN_EXPIRES");
  private static final Map<String, Double> UNITS =
      Map.of(
          "weeks", 168.0, "days", 24.0, "hours", 1.0, "minutes", 1.0 / 60, "seconds", 1.0 / 3600);

  /**
   * The lifetime that a call gives its token or tokens; empty if it gives none that can be told.
   */
  public static Optional<TokenLifetime> of(CallExpression call, PythonModule module) {
    if (module.isNamed(call.callee(), CREATION)) {
      return Arguments.of(call).named("expires_delta").flatMap(each -> of(each, module));
    }
    return module.isNamed(call.callee(), STRATEGIES)
        ? Arguments.of(call).at(1, "lifetime_seconds").flatMap(each -> of(each, module))
        : Optional.empty();
  }

  /** The lifetime that a setting states; empty if it is another setting. */
  public static Optional<TokenLifetime> of(AssignmentStatement assignment, PythonModule module) {
    Optional<Expression> simple =
        SimpleJwtSettings.of(assignment).flatMap(each -> each.get("ACCESS_TOKEN_LIFETIME"));
    return simple
        .or(
            () ->
                isSetting(assignment) ? Optional.of(assignment.assignedValue()) : Optional.empty())
        .flatMap(each -> of(each, module));
  }

  private static boolean isSetting(AssignmentStatement assignment) {
    Expression target = assignment.lhsExpressions().get(0).expressions().get(0);
    if (target instanceof SubscriptionExpression item
        && item.subscripts().expressions().size() == 1) {
      return Literal.string(item.subscripts().expressions().get(0))
          .filter(SETTINGS::contains)
          .isPresent();
    }
    return target instanceof Name name && SETTINGS.contains(name.name());
  }

  private static Optional<TokenLifetime> of(Expression written, PythonModule module) {
    Expression value = AssignedValue.behind(written);
    if (Literal.bool(value).filter(each -> !each).isPresent()) {
      return Optional.of(new TokenLifetime(written, Optional.empty()));
    }
    if (value instanceof CallExpression call && module.isNamed(call.callee(), DURATION)) {
      return hours(Arguments.of(call), call.arguments().size())
          .map(hours -> new TokenLifetime(written, Optional.of(hours)));
    }
    return Literal.number(value)
        .map(seconds -> new TokenLifetime(written, Optional.of(seconds / 3600)));
  }

  private static Optional<Double> hours(Arguments arguments, int count) {
    double sum = arguments.positional(0).flatMap(Literal::number).orElse(0.0) * 24;
    int known = arguments.positional(0).flatMap(Literal::number).isPresent() ? 1 : 0;
    for (Map.Entry<String, Double> unit : UNITS.entrySet()) {
      Optional<Double> amount = arguments.named(unit.getKey()).flatMap(Literal::number);
      known += amount.isPresent() ? 1 : 0;
      sum += amount.orElse(0.0) * unit.getValue();
    }
    return known == count ? Optional.of(sum) : Optional.empty();
  }
}
