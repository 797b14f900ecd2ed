package org.pyreview.python;

import java.util.List;
import java.util.Set;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;
import org.sonar.plugins.python.api.tree.Tuple;
import org.sonar.plugins.python.api.tree.WithStatement;

/** The exceptions that the code around a node catches, as far as its function goes. */
public final class CaughtErrors {

  private static final Set<String> ALL = Set.of("Exception", "BaseException");

  private final Tree node;

  private CaughtErrors(Tree node) {
    this.node = node;
  }

  public static CaughtErrors around(Tree node) {
    return new CaughtErrors(node);
  }

  /**
   * Whether a handler takes one of these exceptions, or all of them.
   *
   * @param exceptions class names, without their module
   */
  public boolean include(Set<String> exceptions) {
    Tree below = node;
    for (Tree at = node.parent(); at != null; at = at.parent()) {
      if (at instanceof TryStatement attempt
          && attempt.body() == below
          && attempt.exceptClauses().stream().anyMatch(each -> takes(each, exceptions))) {
        return true;
      }
      if (at instanceof WithStatement with && suppresses(with, exceptions)) {
        return true;
      }
      if (at.is(Tree.Kind.FUNCDEF, Tree.Kind.LAMBDA, Tree.Kind.CLASSDEF)) {
        return false;
      }
      below = at;
    }
    return false;
  }

  private static boolean takes(ExceptClause clause, Set<String> exceptions) {
    if (clause.exception() == null) {
      return true;
    }
    List<Expression> types =
        clause.exception() instanceof Tuple tuple ? tuple.elements() : List.of(clause.exception());
    return types.stream().anyMatch(type -> isOneOf(type, exceptions));
  }

  private static boolean isOneOf(Expression type, Set<String> exceptions) {
    String name = QualifiedName.of(SourceText.of(type)).lastName();
    return exceptions.contains(name) || ALL.contains(name);
  }

  /** {@code with contextlib.suppress(ValueError)}. */
  private static boolean suppresses(WithStatement with, Set<String> exceptions) {
    return with.withItems().stream()
        .anyMatch(
            item ->
                item.test() instanceof CallExpression call
                    && SourceText.of(call.callee()).matches("(?:contextlib\\.)?suppress")
                    && Arguments.of(call)
                        .expressions()
                        .anyMatch(each -> isOneOf(each, exceptions)));
  }
}
