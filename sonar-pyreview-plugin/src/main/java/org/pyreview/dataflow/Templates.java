package org.pyreview.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strings with fields that are filled when the program runs. */
final class Templates {

  /** Fields of {@code "%s %(name)s" % …}. */
  static final Pattern PERCENT =
      Pattern.compile("%(?:\\((\\w*)\\))?[-#0 +]*[\\d*]*(?:\\.[\\d*]+)?[a-zA-Z]");

  /** Fields of {@code "{} {0} {name} {name.part!r:>8}".format(…)}. */
  static final Pattern BRACES = Pattern.compile("\\{(\\w*)[^{}]*\\}");

  private Templates() {}

  /**
   * The text with its fields filled.
   *
   * @param value what is put in a field, by its name and its position among those without one
   */
  static Value filled(String text, Pattern fields, BiFunction<String, Integer, Value> value) {
    List<Value> pieces = new ArrayList<>();
    int from = 0;
    int position = 0;
    Matcher field = fields.matcher(text);
    while (field.find()) {
      String name = field.group(1) == null ? "" : field.group(1);
      pieces.add(Value.ofText(text.substring(from, field.start())));
      pieces.add(value.apply(name, name.isEmpty() ? position++ : 0));
      from = field.end();
    }
    pieces.add(Value.ofText(text.substring(from)));
    return Value.concatenated(pieces);
  }
}
