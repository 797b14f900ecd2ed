package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile.Construct;

/**
 * The names that a tag gives to values: {@code {% with order=row.order %}}, {@code {% include
 * "part.html" with order=row.order %}}, {@code {% with row.order as order %}}.
 */
final class TemplateNames {

  private static final Pattern WITH = Pattern.compile("\\b(\\w++)\\s*+=\\s*+([\\w.]+)");
  private static final Pattern WITH_AS = Pattern.compile("([\\w.]+)\\s+as\\s+(\\w+)");

  private TemplateNames() {}

  /**
   * The names around a tag and those that it gives.
   *
   * @param value what a dotted name holds
   */
  static Map<String, Value> of(
      Construct tag, Map<String, Value> names, Function<String, Value> value) {
    Map<String, Value> inner = new HashMap<>(names);
    Matcher named = WITH.matcher(tag.arguments());
    while (named.find()) {
      inner.put(named.group(1), value.apply(named.group(2)));
    }
    Matcher as = WITH_AS.matcher(tag.arguments());
    if (tag.name().equals("with") && as.matches()) {
      inner.put(as.group(2), value.apply(as.group(1)));
    }
    return inner;
  }
}
