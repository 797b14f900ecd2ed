package org.pyreview.dataflow;

import java.util.Map;

/**
 * How the outside calls a function.
 *
 * @param parameters what the client or the framework passes, by name
 * @param attributes what {@code self} has before the method runs, by name
 * @param answersHtml whether a string that the function returns becomes a page
 */
public record Entry(
    Map<String, Value> parameters, Map<String, Value> attributes, boolean answersHtml) {

  /** The entry of a function that the outside doesn't call. */
  public static final Entry NONE = new Entry(Map.of(), Map.of(), false);
}
