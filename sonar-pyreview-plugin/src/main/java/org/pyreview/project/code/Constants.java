package org.pyreview.project.code;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Works out values that the code fixes: literals, names that are assigned once, simple arithmetic.
 * Values are strings, booleans, {@link BigDecimal}, lists of values and {@link #NONE}.
 */
public final class Constants {

  /** Python's {@code None}. */
  public static final Object NONE =
      new Object() {
        @Override
        public String toString() {
          return "None";
        }
      };

  private static final int DEEPEST = 12;

  private final ProjectCode code;

  public Constants(ProjectCode code) {
    this.code = code;
  }

  /** The value of an expression of a file; empty if it depends on anything that runs. */
  public Optional<Object> value(ModuleCode module, Expr expression) {
    return value(module, expression, 0);
  }

  /** The string that an expression is; empty if it depends on anything that runs. */
  public Optional<String> text(ModuleCode module, Expr expression) {
    return value(module, expression).filter(String.class::isInstance).map(String.class::cast);
  }

  private Optional<Object> value(ModuleCode module, Expr expression, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (expression instanceof Expr.Text text) {
      return Optional.of(text.value());
    }
    if (expression instanceof Expr.Constant constant) {
      return constant(constant.text());
    }
    if (expression instanceof Expr.Collection collection) {
      return list(module, collection, depth);
    }
    if (expression instanceof Expr.Operation operation) {
      return operation(module, operation, depth);
    }
    if (expression instanceof Expr.Call call
        && call.arguments().size() == 1
        && call.callee() instanceof Expr.Name translated
        && translated.id().matches("_|gettext(?:_lazy)?|ugettext(?:_lazy)?|list|tuple")) {
      return value(module, call.arguments().get(0).value(), depth + 1);
    }
    return code.meaning(module, expression) instanceof Meaning.Value assigned
        ? value(assigned.module(), assigned.value(), depth + 1)
        : Optional.empty();
  }

  private static Optional<Object> constant(String text) {
    return switch (text) {
      case "True" -> Optional.of(true);
      case "False" -> Optional.of(false);
      case "None" -> Optional.of(NONE);
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

  private Optional<Object> list(ModuleCode module, Expr.Collection collection, int depth) {
    List<Object> values = new ArrayList<>();
    for (Expr element : collection.elements()) {
      Optional<Object> value = value(module, element, depth + 1);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private Optional<Object> operation(ModuleCode module, Expr.Operation operation, int depth) {
    List<Object> values = new ArrayList<>();
    for (Expr operand : operation.operands()) {
      Optional<Object> value = value(module, operand, depth + 1);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    if (values.size() == 1) {
      return unary(operation.operator(), values.get(0));
    }
    Object result = values.get(0);
    for (Object next : values.subList(1, values.size())) {
      Optional<Object> step = binary(operation.operator(), result, next);
      if (step.isEmpty()) {
        return Optional.empty();
      }
      result = step.get();
    }
    return Optional.of(result);
  }

  private static Optional<Object> unary(String operator, Object value) {
    if (operator.equals("not") && value instanceof Boolean flag) {
      return Optional.of(!flag);
    }
    return operator.equals("-") && value instanceof BigDecimal number
        ? Optional.of(number.negate())
        : Optional.empty();
  }

  private static Optional<Object> binary(String operator, Object left, Object right) {
    if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
      return switch (operator) {
        case "+" -> Optional.of(a.add(b).stripTrailingZeros());
        case "-" -> Optional.of(a.subtract(b).stripTrailingZeros());
        case "*" -> Optional.of(a.multiply(b).stripTrailingZeros());
        default -> Optional.empty();
      };
    }
    if (operator.equals("+") && left instanceof String a && right instanceof String b) {
      return Optional.of(a + b);
    }
    if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
      List<Object> joined = new ArrayList<>(a);
      joined.addAll(b);
      return Optional.of(joined);
    }
    return Optional.empty();
  }
}
