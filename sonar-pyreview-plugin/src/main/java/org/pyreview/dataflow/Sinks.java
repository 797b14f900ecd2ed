package org.pyreview.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Place;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;

/** Tells which of the client's data in a function arrives where it must not. */
final class Sinks {

  /** Runs the text behind {@code -c}. */
  private static final Pattern SHELL =
      Pattern.compile("(?:.*/)?(?:ba|da|z|k)?sh|cmd(?:\\.exe)?|powershell(?:\\.exe)?");

  /** <a href="https://www.mongodb.com/docs/manual/reference/operator/query/where/">$where</a>. */
  private static final String SCRIPT = "$where";

  /** What patterns call an object of a class of the project that no library knows. */
  private static final String OBJECT = "project.Object";

  private final Frame frame;

  Sinks(Frame frame) {
    this.frame = frame;
  }

  /**
   * Looks at what a call passes.
   *
   * @param then the method that is called on the result at once; empty if there is none
   */
  void called(Expr.Call call, String name, String method, String then, Passed passed, State state) {
    for (FlowTables.Sink sink : frame.tables().sinks(name, method)) {
      if (holds(sink, call, passed) && !sink.undone().contains(then)) {
        if (sink.parameters().contains("self")) {
          passed
              .receiver()
              .ifPresent(value -> arrives(sink, name, call, call.receiver().get(), value, state));
        }
        for (Passed.Argument each : passed.any(sink.parameters())) {
          arrives(sink, name, call, each.written(), each.value(), state);
        }
      }
    }
  }

  private boolean isTypedLater(Expr.Call call) {
    return ContentType.isChangedFor(call, frame.assignments());
  }

  private boolean holds(FlowTables.Sink sink, Expr.Call call, Passed passed) {
    return sink.when().entrySet().stream()
            .allMatch(each -> isPassed(passed, each.getKey(), each.getValue()))
        && sink.unless().entrySet().stream()
            .noneMatch(each -> isPassed(passed, each.getKey(), each.getValue()))
        && (sink.packages().isEmpty() || frame.usesAny(sink.packages()))
        && sink.receiver()
            .map(written -> written.matcher(call.receiver().map(Sinks::chain).orElse("")).find())
            .orElse(true);
  }

  /** {@code Order.objects.filter().all()}: what a method is called on, without arguments. */
  private static String chain(Expr expression) {
    if (expression instanceof Expr.Attribute each) {
      return chain(each.value()) + "." + each.name();
    }
    if (expression instanceof Expr.Call each) {
      return chain(each.callee()) + "()";
    }
    return expression instanceof Expr.Name each ? each.id() : "?";
  }

  /** Whether an argument is passed whose fixed value, or the name of what it is, looks so. */
  boolean isPassed(Passed passed, String parameter, Pattern looks) {
    return passed
        .get(parameter)
        .filter(each -> looks.matcher(text(each.value())).find())
        .isPresent();
  }

  private String text(Value value) {
    if (value.constant().isPresent()) {
      Object constant = value.constant().get();
      return constant instanceof Boolean flag ? (flag ? "True" : "False") : constant.toString();
    }
    if (value.shape() instanceof Shape.Instance object) {
      String known = frame.nameOf(object.type());
      return known.isEmpty() ? OBJECT : known;
    }
    if (value.meaning().orElse(null) instanceof Meaning.Class type) {
      return String.join(" ", frame.classCode(type).externalBases());
    }
    return value.name().isEmpty() ? "?" : value.name();
  }

  private void arrives(
      FlowTables.Sink sink, String name, Expr.Call call, Expr written, Value value, State state) {
    if (!value.isTainted() || (sink.danger() == Danger.HTML && isTypedLater(call))) {
      return;
    }
    Value reached = reached(sink.reach(), value);
    boolean looksRight =
        sink.looks().isEmpty()
            || sink.surely().stream().anyMatch(root -> name.startsWith(root + "."))
            || reached.texts().stream().anyMatch(sink.looks().get().asPredicate());
    if (looksRight) {
      report(
          sink.danger(),
          reached,
          written.place(),
          call.callee().dotted().orElse(call.name()),
          state);
    }
  }

  private static Value reached(FlowTables.Reach reach, Value value) {
    return switch (reach) {
      case WHOLE -> value;
      case TEXT -> value.shape() == null ? value : Value.UNKNOWN;
      case KEYS -> keys(value);
      case SCRIPT -> value.shape() instanceof Shape.Table table ? table.get(SCRIPT) : Value.UNKNOWN;
      case FIRST -> first(value);
      case COMMAND -> {
        boolean isShell = first(value).texts().stream().anyMatch(SHELL.asMatchPredicate());
        yield isShell ? value : first(value);
      }
    };
  }

  /** The names of the fields of a class are the project's own. */
  private static Value keys(Value value) {
    if (value.shape() instanceof Shape.Instance) {
      return Value.UNKNOWN;
    }
    return value.shape() instanceof Shape.Table table
        ? table.keys().withTaintsOf(value.part(Origin.ELEMENT))
        : value;
  }

  private static Value first(Value value) {
    if (value.shape() instanceof Shape.Sequence each) {
      return each.items().isEmpty() ? Value.UNKNOWN : each.items().get(0);
    }
    return value;
  }

  /** Looks at {@code folder / name}. */
  void joined(Value folder, Value name, Expr written, State state) {
    if (folder.constant().isEmpty() && name.isTainted()) {
      report(Danger.UPLOAD_NAME, name, written.place(), "/", state);
    }
  }

  /** Looks at a string that a view answers. */
  void answered(Value value, Expr written, State state) {
    Value body = value;
    if (value.shape() instanceof Shape.Sequence tuple && !tuple.items().isEmpty()) {
      boolean isTyped =
          tuple.items().stream()
              .skip(1)
              .anyMatch(
                  each ->
                      each.shape() instanceof Shape.Table headers && ContentType.isOther(headers));
      body = isTyped ? Value.UNKNOWN : tuple.items().get(0);
    }
    if (body.shape() == null) {
      report(Danger.HTML, body, written.place(), "return", state);
    }
  }

  /** Looks at what a template prints. */
  void printed(TemplateOutput output, Value value, Place place, String sink, State state) {
    report(Danger.HTML, value, place, sink, Optional.of(output), state);
  }

  private void report(Danger danger, Value value, Place place, String sink, State state) {
    report(danger, value, place, sink, Optional.empty(), state);
  }

  private void report(
      Danger danger,
      Value value,
      Place place,
      String sink,
      Optional<TemplateOutput> output,
      State state) {
    boolean isPathOnly = danger == Danger.OUTBOUND_URL && value.template().startsWith("/");
    if (isPathOnly) {
      return;
    }
    for (Taint taint : value.everyTaint()) {
      if (state.isDangerous(taint, danger)) {
        List<Step> steps = new ArrayList<>(taint.trace().steps());
        steps.add(new Step(frame.file(), place, "This is where it arrives."));
        output.ifPresent(each -> steps.add(each.step()));
        frame.report(
            new Flow(
                danger,
                frame.file(),
                place,
                taint.trace().source(),
                taint.origin().id(),
                value.name(),
                sink,
                value.template(),
                output,
                List.copyOf(steps)));
        if (danger == Danger.UPLOAD_NAME) {
          // The folder and the name are joined first, and opened later: one report is enough.
          state.check(taint.origin(), Set.of(danger));
        }
        return;
      }
    }
  }
}
