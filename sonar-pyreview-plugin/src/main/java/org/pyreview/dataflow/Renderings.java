package org.pyreview.dataflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.code.Expr;

/** Follows values into the templates that a function renders. */
final class Renderings {

  private final Frame frame;

  Renderings(Frame frame) {
    this.frame = frame;
  }

  /**
   * Looks at what a call passes to a template.
   *
   * @return the text of the page, with the data that the template's engine doesn't escape
   */
  Value rendered(FlowTables.Rendering rendering, Expr.Call call, Passed passed, State state) {
    Value context = context(rendering, passed);
    List<Value> unescaped = new ArrayList<>();
    for (String template : templates(rendering, passed)) {
      boolean escapes = rendering.escapes(template);
      for (TemplateOutput output : frame.outputs(template)) {
        Value printed = printed(context, output);
        if (output.isRaw() || (!escapes && !rendering.isText())) {
          frame.sinks().printed(output, printed, call.callee().place(), call.name(), state);
        } else if (!escapes) {
          unescaped.add(printed.then(output.step()));
        }
      }
    }
    return Value.of(unescaped);
  }

  /** Looks at the variables that a view gives to its template. */
  void answered(String template, Value context, Expr written, State state) {
    for (TemplateOutput output : frame.outputs(template)) {
      if (output.isRaw()) {
        Value printed = printed(context, output);
        frame.sinks().printed(output, printed, written.place(), "return", state);
      }
    }
  }

  private static List<String> templates(FlowTables.Rendering rendering, Passed passed) {
    return passed.any(rendering.templates()).stream()
        .map(each -> each.value().strings())
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Value context(FlowTables.Rendering rendering, Passed passed) {
    if (!rendering.contexts().contains("**")) {
      return passed.any(rendering.contexts()).stream()
          .map(Passed.Argument::value)
          .filter(each -> each.isTainted() && each.strings().isEmpty())
          .findFirst()
          .orElse(Value.UNKNOWN);
    }
    Map<Object, Value> variables = new LinkedHashMap<>();
    Value rest = Value.UNKNOWN;
    for (Passed.Argument each : passed.arguments()) {
      if (each.keyword().equals("**") && each.value().shape() instanceof Shape.Table table) {
        table.entries().forEach(variables::putIfAbsent);
      } else if (each.keyword().equals("**")) {
        rest = each.value();
      } else if (!each.isPositional()) {
        variables.put(each.keyword(), each.value());
      }
    }
    return Value.of(new Shape.Table(variables, rest.part("value"), Value.UNKNOWN));
  }

  private static Value printed(Value context, TemplateOutput output) {
    Value value = context;
    for (String step : output.path()) {
      value = inside(value, step);
    }
    return value;
  }

  private static Value inside(Value value, String step) {
    boolean isElement = step.equals(TemplateOutput.ELEMENT);
    Value own = value.part(isElement ? step : "[" + step + "]");
    return Optional.ofNullable(value.shape())
        .map(shape -> inside(shape, step, isElement).withTaintsOf(own))
        .orElse(own);
  }

  private static Value inside(Shape shape, String step, boolean isElement) {
    if (shape instanceof Shape.Sequence each) {
      return isElement ? each.any() : Value.UNKNOWN;
    }
    if (shape instanceof Shape.Table each) {
      return isElement ? each.any() : each.get(step);
    }
    return ((Shape.Instance) shape).attributes().getOrDefault(step, Value.UNKNOWN);
  }
}
