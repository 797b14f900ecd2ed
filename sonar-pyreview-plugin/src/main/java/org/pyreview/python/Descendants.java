package org.pyreview.python;

import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.Tree;

/** The nodes below a node. */
public final class Descendants {

  private Descendants() {}

  /** Those of a type, in the order of the code, those in functions and classes included. */
  public static <T extends Tree> Stream<T> of(Tree node, Class<T> type) {
    return node.children().stream()
        .flatMap(
            child ->
                type.isInstance(child)
                    ? Stream.concat(Stream.of(type.cast(child)), of(child, type))
                    : of(child, type));
  }
}
