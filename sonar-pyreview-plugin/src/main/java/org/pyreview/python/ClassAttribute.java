package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A name that a class body binds.
 *
 * @param owner the class
 * @param name the attribute
 * @param annotation what follows the colon, if anything
 * @param value what is assigned, if anything
 */
public record ClassAttribute(
    ClassDef owner, Name name, Optional<Expression> annotation, Optional<Expression> value) {

  /** The attribute a statement binds; empty if it is not a plain one in a class body. */
  public static Optional<ClassAttribute> of(AssignmentStatement statement) {
    List<Expression> targets = statement.lhsExpressions().get(0).expressions();
    if (targets.size() != 1 || !(targets.get(0) instanceof Name name)) {
      return Optional.empty();
    }
    return ownerOf(statement)
        .map(
            owner ->
                new ClassAttribute(
                    owner, name, Optional.empty(), Optional.of(statement.assignedValue())));
  }

  /** The attribute a statement binds or declares; empty if it is not one in a class body. */
  public static Optional<ClassAttribute> of(AnnotatedAssignment statement) {
    if (!(statement.variable() instanceof Name name)) {
      return Optional.empty();
    }
    return ownerOf(statement)
        .map(
            owner ->
                new ClassAttribute(
                    owner,
                    name,
                    Optional.of(statement.annotation().expression()),
                    Optional.ofNullable(statement.assignedValue())));
  }

  private static Optional<ClassDef> ownerOf(Tree statement) {
    Tree block = statement.parent();
    while (block != null
        && !block.is(Tree.Kind.CLASSDEF, Tree.Kind.FUNCDEF, Tree.Kind.FILE_INPUT)) {
      block = block.parent();
    }
    return block instanceof ClassDef owner ? Optional.of(owner) : Optional.empty();
  }
}
