package org.pyreview.frameworks.web;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;

/** How long a cookie lives, as code writes it: a number of seconds, or a timedelta. */
public final class CookieLifetime {

  private static final double SECONDS_OF_DAY = 86_400;

  /** What each argument of a timedelta is in days. */
  private static final Map<String, Double> UNITS =
      Map.of(
          "days", 1.0,
          "seconds", 1 / SECONDS_OF_DAY,
          "minutes", 60 / SECONDS_OF_DAY,
          "hours", 1 / 24.0,
          "weeks", 7.0);

  private final Constants constants;

  public CookieLifetime(Constants constants) {
    this.constants = constants;
  }

  /** The lifetime in days; empty if the code doesn't fix it. */
  public Optional<Double> days(Expr value, ModuleCode module) {
    if (value instanceof Expr.Call call && call.name().equals("timedelta")) {
      double days = 0;
      for (Expr.Argument each : call.arguments()) {
        Double unit = UNITS.get(each.keyword().isEmpty() ? "days" : each.keyword());
        Optional<BigDecimal> number = number(each.value(), module);
        if (unit == null || number.isEmpty() || (each.keyword().isEmpty() && days > 0)) {
          return Optional.empty();
        }
        days += unit * number.get().doubleValue();
      }
      return Optional.of(days);
    }
    return number(value, module).map(seconds -> seconds.doubleValue() / SECONDS_OF_DAY);
  }

  private Optional<BigDecimal> number(Expr value, ModuleCode module) {
    return constants
        .value(module, value)
        .filter(BigDecimal.class::isInstance)
        .map(BigDecimal.class::cast);
  }
}
