package org.pyreview.python;

import java.util.ArrayDeque;
import java.util.Deque;
import org.sonar.plugins.python.api.tree.Tree;

/** How deeply code is nested; found without recursion, which is what the question is about. */
final class Nesting {

  private record Level(Tree node, int depth) {}

  private Nesting() {}

  /** Whether some part of the code has more parts around it than this. */
  static boolean isDeeperThan(int most, Tree root) {
    Deque<Level> open = new ArrayDeque<>();
    open.push(new Level(root, 0));
    while (!open.isEmpty()) {
      Level level = open.pop();
      if (level.depth > most) {
        return true;
      }
      int branch = 0;
      for (Tree child : level.node.children()) {
        // Each elif is an if in the else of the one before.
        boolean isBranch = level.node.is(Tree.Kind.IF_STMT) && child.is(Tree.Kind.IF_STMT);
        branch += isBranch ? 1 : 0;
        open.push(new Level(child, level.depth + 1 + branch));
      }
    }
    return false;
  }
}
