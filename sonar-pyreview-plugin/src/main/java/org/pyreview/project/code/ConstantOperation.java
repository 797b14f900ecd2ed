package org.pyreview.project.code;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations on values that the code fixes; the values are those of {@link Constants}. */
public final class ConstantOperation {

  /** As many as are kept of a quotient. */
  private static final int DECIMALS = 64;

  private ConstantOperation() {}

  /** The value of a number, {@code True}, {@code False} or {@code None}. */
  public static Optional<Object> literal(String text) {
    return switch (text) {
      case "True" -> Optional.of(true);
      case "False" -> Optional.of(false);
      case "None" -> Optional.of(Constants.NONE);
      default -> number(text);
    };
  }

  private static Optional<Object> number(String text) {
    String plain = text.replace("_", "");
    try {
      return Optional.of(
          plain.matches("0[xX].*")
              ? BigDecimal.valueOf(Long.parseLong(plain.substring(2), 16))
              : new BigDecimal(plain).stripTrailingZeros());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The result of {@code -a} or {@code not a}. */
  public static Optional<Object> of(String operator, Object value) {
    if (operator.equals("not") && value instanceof Boolean flag) {
      return Optional.of(!flag);
    }
    return operator.equals("-") && value instanceof BigDecimal number
        ? Optional.of(number.negate())
        : Optional.empty();
  }

  /** The result of {@code a + b} and the like; empty for what Python wouldn't do either. */
  public static Optional<Object> of(String operator, Object left, Object right) {
    if (operator.equals("==") || operator.equals("is")) {
      return Optional.of(areEqual(left, right));
    }
    if (operator.equals("!=") || operator.equals("is not")) {
      return Optional.of(!areEqual(left, right));
    }
    if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
      return ofNumbers(operator, a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return ofStrings(operator, a, b);
    }
    if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
      List<Object> joined = new ArrayList<>(a);
      joined.addAll(b);
      return Optional.of(joined);
    }
    return Optional.empty();
  }

  private static boolean areEqual(Object left, Object right) {
    return left instanceof BigDecimal a && right instanceof BigDecimal b
        ? a.compareTo(b) == 0
        : left.equals(right);
  }

  private static Optional<Object> ofStrings(String operator, String left, String right) {
    return switch (operator) {
      case "+" -> Optional.of(left + right);
      case "in" -> Optional.of(right.contains(left));
      case "not in" -> Optional.of(!right.contains(left));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> ofNumbers(String operator, BigDecimal a, BigDecimal b) {
    return switch (operator) {
      case "+" -> Optional.of(a.add(b).stripTrailingZeros());
      case "-" -> Optional.of(a.subtract(b).stripTrailingZeros());
      case "*" -> Optional.of(a.multiply(b).stripTrailingZeros());
      case "<" -> Optional.of(a.compareTo(b) < 0);
      case "<=" -> Optional.of(a.compareTo(b) <= 0);
      case ">" -> Optional.of(a.compareTo(b) > 0);
      case ">=" -> Optional.of(a.compareTo(b) >= 0);
      case "/" -> b.signum() == 0 ? Optional.empty() : Optional.of(quotient(a, b));
      case "//" -> b.signum() == 0 ? Optional.empty() : Optional.of(floor(a, b));
      case "%" ->
          b.signum() == 0 ? Optional.empty() : Optional.of(a.subtract(floor(a, b).multiply(b)));
      default -> Optional.empty();
    };
  }

  private static BigDecimal quotient(BigDecimal a, BigDecimal b) {
    return a.divide(b, DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  private static BigDecimal floor(BigDecimal a, BigDecimal b) {
    return quotient(a, b).setScale(0, RoundingMode.FLOOR);
  }
}
