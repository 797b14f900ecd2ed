package org.pyreview.dataflow;

import java.util.Map;
import java.util.Set;
import org.pyreview.project.code.Meaning;

/**
 * How the outside calls a function.
 *
 * @param parameters what the client or the framework passes, by name
 * @param provided parameters that get what another function of the project returns
 * @param attributes what {@code self} has before the method runs, by name
 * @param harmless what nothing that reaches it does, because of the requests that call it
 */
public record Entry(
    Map<String, Value> parameters,
    Map<String, Meaning.Function> provided,
    Map<String, Value> attributes,
    Answer answer,
    Set<Danger> harmless) {

  /** What becomes of that which a function returns. */
  public sealed interface Answer {

    /** Its caller gets it. */
    record Plain() implements Answer {}

    /** A string becomes a page. */
    record Page() implements Answer {}

    /** A template gets it as its variables. */
    record Variables(String template) implements Answer {}
  }

  /** The entry of a function that the outside doesn't call. */
  public static final Entry NONE =
      new Entry(Map.of(), Map.of(), Map.of(), new Answer.Plain(), Set.of());
}
