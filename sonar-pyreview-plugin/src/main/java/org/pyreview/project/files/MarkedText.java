package org.pyreview.project.files;

import org.pyreview.project.Place;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** The text whose places the YAML parser marks: in code points, and up to what follows a block. */
final class MarkedText {

  private final String[] lines;

  MarkedText(String[] lines) {
    this.lines = lines;
  }

  /** From a node's first character to its last; what stands in its line if it has no text. */
  Place place(Node node) {
    Mark start = node.getStartMark();
    Mark end = lastOf(node).getEndMark();
    if (end.getIndex() > start.getIndex()) {
      return new Place(start.getLine() + 1, column(start), end.getLine() + 1, column(end));
    }
    String line = line(start);
    int indent = line.length() - line.stripLeading().length();
    return Place.inLine(start.getLine() + 1, indent, line.strip().length());
  }

  /** The node with which a block ends; aliases stand elsewhere. */
  private static Node lastOf(Node node) {
    Node last = node;
    Node below = lastBelow(node);
    while (below != null && below.getStartMark().getIndex() > last.getStartMark().getIndex()) {
      last = below;
      below = lastBelow(last);
    }
    return last;
  }

  private static Node lastBelow(Node node) {
    if (node instanceof CollectionNode<?> several
        && several.getFlowStyle() == DumperOptions.FlowStyle.BLOCK
        && !several.getValue().isEmpty()) {
      Object last = several.getValue().get(several.getValue().size() - 1);
      return last instanceof NodeTuple entry ? entry.getValueNode() : (Node) last;
    }
    return null;
  }

  private int column(Mark mark) {
    String line = line(mark);
    int points = Math.min(mark.getColumn(), line.codePointCount(0, line.length()));
    return line.offsetByCodePoints(0, points);
  }

  private String line(Mark mark) {
    return mark.getLine() < lines.length ? lines[mark.getLine()] : "";
  }
}
