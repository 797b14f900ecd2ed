package org.pyreview.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Strongly connected components: R. Tarjan, "Depth-first search and linear graph algorithms", 1972;
 * with a stack of its own, since a chain of imports may be longer than the thread's.
 *
 * @param <N> the nodes
 */
public final class Components<N> {

  private final Map<N, ? extends List<N>> successors;
  private final Map<N, Integer> index = new HashMap<>();
  private final Map<N, Integer> lowLink = new HashMap<>();
  private final Deque<N> open = new ArrayDeque<>();
  private final Set<N> isOpen = new HashSet<>();
  private final List<List<N>> found = new ArrayList<>();

  /**
   * @param successors of every node; successors that are no keys are left out
   */
  public Components(Map<N, ? extends List<N>> successors) {
    this.successors = successors;
  }

  /** Every component, those of a single node included. */
  public List<List<N>> all() {
    for (N node : successors.keySet()) {
      if (!index.containsKey(node)) {
        visit(node);
      }
    }
    return found;
  }

  private record Frame<N>(N node, Iterator<N> rest) {}

  private void visit(N root) {
    Deque<Frame<N>> frames = new ArrayDeque<>();
    frames.push(enter(root));
    while (!frames.isEmpty()) {
      Frame<N> frame = frames.peek();
      if (frame.rest.hasNext()) {
        N next = frame.rest.next();
        if (!successors.containsKey(next)) {
          continue;
        }
        if (!index.containsKey(next)) {
          frames.push(enter(next));
        } else if (isOpen.contains(next)) {
          lowLink.merge(frame.node, index.get(next), Math::min);
        }
      } else {
        frames.pop();
        leave(frame.node);
        if (!frames.isEmpty()) {
          lowLink.merge(frames.peek().node, lowLink.get(frame.node), Math::min);
        }
      }
    }
  }

  private Frame<N> enter(N node) {
    index.put(node, index.size());
    lowLink.put(node, index.get(node));
    open.push(node);
    isOpen.add(node);
    return new Frame<>(node, successors.get(node).iterator());
  }

  private void leave(N node) {
    if (!lowLink.get(node).equals(index.get(node))) {
      return;
    }
    List<N> component = new ArrayList<>();
    N member;
    do {
      member = open.pop();
      isOpen.remove(member);
      component.add(member);
    } while (member != node);
    found.add(component);
  }
}
