package org.pyreview.frameworks.django.queries;

import java.util.Set;
import org.pyreview.project.code.Expr;

/**
 * Whether code asks which kind of row it has: {@code self.kind == Kind.LOGO}. What it does for one
 * kind it doesn't do for every row of a list.
 */
final class RowKind {

  private static final Set<String> COMPARING = Set.of("==", "!=", "in", "not in", "is", "is not");
  private static final Set<String> JOINING = Set.of("and", "or", "not");

  private RowKind() {}

  /** Whether a condition compares attributes with constants, and does nothing else. */
  static boolean isAsked(Expr condition) {
    if (!(condition instanceof Expr.Operation operation)) {
      return false;
    }
    if (JOINING.contains(operation.operator())) {
      return operation.operands().stream().allMatch(RowKind::isAsked);
    }
    return COMPARING.contains(operation.operator())
        && operation.operands().size() == 2
        && operation.operands().get(0) instanceof Expr.Attribute attribute
        && attribute.value() instanceof Expr.Name
        && isKnown(operation.operands().get(1));
  }

  private static boolean isKnown(Expr value) {
    if (value instanceof Expr.Collection list) {
      return list.elements().stream().allMatch(RowKind::isKnown);
    }
    boolean isConstant =
        value instanceof Expr.Attribute each && each.name().matches("[A-Z][A-Z0-9_]+");
    boolean isName = value instanceof Expr.Name each && each.id().matches("[A-Z][A-Z0-9_]+");
    return value instanceof Expr.Text || isConstant || isName;
  }
}
