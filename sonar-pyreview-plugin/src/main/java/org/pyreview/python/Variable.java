package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.ComprehensionFor;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.WithItem;

/** Everything that a file does with one of its variables. */
public final class Variable {

  private final Name name;
  private final List<Usage> bindings;

  private Variable(Name name) {
    this.name = name;
    this.bindings = SymbolUses.of(name).bindings();
  }

  /** The variable that a name stands for; it has no uses where the analyzer knows none. */
  public static Variable of(Name name) {
    return new Variable(name);
  }

  /** Whether the file's top level owns it. */
  public boolean isOfFile(PythonModule module) {
    return name.symbol() != null && module.tree().globalVariables().contains(name.symbol());
  }

  /** Whether a class statement makes it. */
  public boolean isClass() {
    return bindings.stream().anyMatch(usage -> usage.kind() == Usage.Kind.CLASS_DECLARATION);
  }

  /** Where it gets a value. */
  public Stream<Tree> bindings() {
    return bindings.stream().map(Usage::tree);
  }

  /** The values that plain assignments give it. */
  public Stream<Expression> values() {
    return bindings.stream()
        .filter(usage -> usage.kind() == Usage.Kind.ASSIGNMENT_LHS)
        .flatMap(usage -> valueAt(usage.tree()).stream());
  }

  private static Optional<Expression> valueAt(Tree binding) {
    Tree parent = binding.parent();
    if (parent instanceof AnnotatedAssignment assignment) {
      return Optional.ofNullable(assignment.assignedValue());
    }
    return parent != null && parent.parent() instanceof AssignmentStatement assignment
        ? Optional.of(assignment.assignedValue())
        : Optional.empty();
  }

  /** What a with statement opens under this name. */
  public Stream<Expression> opened() {
    return bindings()
        .map(Tree::parent)
        .filter(WithItem.class::isInstance)
        .map(item -> ((WithItem) item).test());
  }

  /** What a comprehension goes through, if it is the variable of one. */
  public Optional<Expression> iterable() {
    return bindings.stream()
        .filter(usage -> usage.kind() == Usage.Kind.COMP_DECLARATION)
        .map(usage -> usage.tree().parent())
        .filter(ComprehensionFor.class::isInstance)
        .map(clause -> ((ComprehensionFor) clause).iterable())
        .findFirst();
  }
}
