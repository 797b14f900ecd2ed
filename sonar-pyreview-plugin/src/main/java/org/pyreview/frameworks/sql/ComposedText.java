package org.pyreview.frameworks.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.pyreview.project.code.Expr;

/**
 * A string that is put together.
 *
 * @param text what the code fixes of it, with {@link Expr.Format#HOLE} for each part
 * @param parts what is put into it, in order
 */
record ComposedText(String text, List<Expr> parts) {

  private static final Pattern PERCENT =
      Pattern.compile("%(?:\\((\\w+)\\))?[-+ #0-9.]*([a-zA-Z%])");
  private static final Pattern FIELD = Pattern.compile("\\{(\\w*)[^{}]*\\}|\\{\\{|\\}\\}");
  private static final Set<String> KEEPING =
      Set.of("strip", "lstrip", "rstrip", "dedent", "cleandoc");
  private static final int DEEPEST = 40;

  /** The string that an expression composes; empty if it composes none. */
  static Optional<ComposedText> of(Expr expression) {
    Builder builder = new Builder();
    builder.add(expression, 0);
    return builder.parts.isEmpty() || builder.isOpaque
        ? Optional.empty()
        : Optional.of(new ComposedText(builder.text.toString(), List.copyOf(builder.parts)));
  }

  /** The text before a part. */
  String before(int part) {
    int from = -1;
    for (int i = 0; i <= part; i++) {
      from = text.indexOf(Expr.Format.HOLE, from + 1);
    }
    return from < 0 ? "" : text.substring(0, from);
  }

  /** The positions of the parts. */
  IntStream positions() {
    return IntStream.range(0, parts.size());
  }

  private static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Expr> parts = new ArrayList<>();
    private boolean isOpaque;

    private void add(Expr expression, int depth) {
      if (expression instanceof Expr.Text literal) {
        text.append(literal.value());
      } else if (expression instanceof Expr.Format format) {
        int value = 0;
        for (char each : format.template().toCharArray()) {
          if (each == Expr.Format.HOLE && value < format.values().size()) {
            part(format.values().get(value++));
          } else {
            text.append(each);
          }
        }
      } else if (depth < DEEPEST && expression instanceof Expr.Operation operation) {
        operation(operation, depth);
      } else if (depth < DEEPEST && expression instanceof Expr.Call call) {
        call(call, depth);
      } else if (depth == 0) {
        isOpaque = true;
      } else {
        part(expression);
      }
    }

    private void part(Expr value) {
      if (value instanceof Expr.Text literal) {
        text.append(literal.value());
      } else {
        text.append(Expr.Format.HOLE);
        parts.add(value);
      }
    }

    private void operation(Expr.Operation operation, int depth) {
      List<Expr> operands = operation.operands();
      if (operation.operator().equals("+")) {
        operands.forEach(each -> add(each, depth + 1));
      } else if (operation.operator().equals("%")
          && operands.get(0) instanceof Expr.Text template) {
        percent(template.value(), operands.get(1));
      } else if (depth == 0) {
        isOpaque = true;
      } else {
        part(operation);
      }
    }

    private void call(Expr.Call call, int depth) {
      Optional<Expr> receiver = call.receiver();
      if (call.name().equals("format")
          && receiver.filter(Expr.Text.class::isInstance).isPresent()) {
        format(((Expr.Text) receiver.get()).value(), call);
      } else if (KEEPING.contains(call.name())
          && call.positional().isEmpty()
          && receiver.isPresent()) {
        add(receiver.get(), depth);
      } else if (KEEPING.contains(call.name()) && call.positional().size() == 1) {
        add(call.positional().get(0), depth);
      } else if (depth == 0) {
        isOpaque = true;
      } else {
        part(call);
      }
    }

    private void percent(String template, Expr values) {
      List<Expr> given =
          values instanceof Expr.Collection several ? several.elements() : List.of(values);
      Matcher field = PERCENT.matcher(template);
      int next = 0;
      int from = 0;
      while (field.find()) {
        text.append(template, from, field.start());
        from = field.end();
        if (field.group(2).equals("%")) {
          text.append('%');
        } else if (!Set.of("s", "r", "a").contains(field.group(2))) {
          text.append('0');
          next++;
        } else if (field.group(1) != null) {
          part(entry(values, field.group(1)).orElse(values));
        } else {
          part(next < given.size() ? given.get(next) : values);
          next++;
        }
      }
      text.append(template.substring(from));
    }

    private static Optional<Expr> entry(Expr values, String key) {
      return values instanceof Expr.Mapping mapping
          ? mapping.entries().stream()
              .filter(
                  each ->
                      each.key()
                          .filter(
                              name -> name instanceof Expr.Text text && text.value().equals(key))
                          .isPresent())
              .map(Expr.Entry::value)
              .findFirst()
          : Optional.empty();
    }

    private void format(String template, Expr.Call call) {
      Matcher field = FIELD.matcher(template);
      int next = 0;
      int from = 0;
      while (field.find()) {
        text.append(template, from, field.start());
        from = field.end();
        String name = field.group(1);
        if (name == null) {
          text.append(field.group().charAt(0));
          continue;
        }
        boolean isNumber = !name.isEmpty() && Character.isDigit(name.charAt(0));
        int position = name.isEmpty() ? next++ : isNumber ? Integer.parseInt(name) : -1;
        Optional<Expr> value =
            position < 0
                ? call.named(name)
                : position < call.positional().size()
                    ? Optional.of(call.positional().get(position))
                    : Optional.empty();
        part(value.orElse(call));
      }
      text.append(template.substring(from));
    }
  }
}
