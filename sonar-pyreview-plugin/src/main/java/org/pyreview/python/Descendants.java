package org.pyreview.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.Tree;

/** The nodes below a node. */
public final class Descendants {

  private Descendants() {}

  /** Those of a type, in the order of the code, those in functions and classes included. */
  public static <T extends Tree> Stream<T> of(Tree node, Class<T> type) {
    List<T> found = new ArrayList<>();
    Deque<Tree> open = new ArrayDeque<>();
    addChildren(node, open);
    while (!open.isEmpty()) {
      Tree next = open.pop();
      if (type.isInstance(next)) {
        found.add(type.cast(next));
      }
      addChildren(next, open);
    }
    return found.stream();
  }

  private static void addChildren(Tree node, Deque<Tree> open) {
    List<Tree> children = node.children();
    for (int i = children.size() - 1; i >= 0; i--) {
      open.push(children.get(i));
    }
  }
}
