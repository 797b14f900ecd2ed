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
      return ConstantOperation.literal(constant.text());
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
      return ConstantOperation.of(operation.operator(), values.get(0));
    }
    Object result = values.get(0);
    for (Object next : values.subList(1, values.size())) {
      Optional<Object> step = ConstantOperation.of(operation.operator(), result, next);
      if (step.isEmpty()) {
        return Optional.empty();
      }
      result = step.get();
    }
    return Optional.of(result);
  }
}
