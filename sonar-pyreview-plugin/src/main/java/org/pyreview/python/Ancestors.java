package org.pyreview.python;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

/** The nodes around a node. */
public final class Ancestors {

  private Ancestors() {}

  /** All of them, the nearest first. */
  public static Stream<Tree> of(Tree node) {
    return Stream.iterate(node.parent(), Objects::nonNull, Tree::parent);
  }

  /** The nearest of one of these kinds. */
  public static Optional<Tree> nearest(Tree node, Tree.Kind... kinds) {
    return of(node).filter(each -> each.is(kinds)).findFirst();
  }

  /** The function that the node belongs to; a lambda or class in between hides it. */
  public static Optional<FunctionDef> function(Tree node) {
    return nearest(node, Tree.Kind.FUNCDEF, Tree.Kind.LAMBDA, Tree.Kind.CLASSDEF)
        .filter(FunctionDef.class::isInstance)
        .map(FunctionDef.class::cast);
  }
}
