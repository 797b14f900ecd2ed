package org.pyreview.dataflow;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;

/** A condition that asks the configuration and nothing else. */
final class Switch {

  private static final Pattern CONFIGURATION =
      Pattern.compile("(?:\\w+\\.)*(?:settings|config|conf)\\.\\w+|(?:\\w+\\.)*_?[A-Z][A-Z0-9_]+");

  /** What a class fixes for all its objects, or those who make them. */
  private static final Pattern OWN = Pattern.compile("self\\.\\w+");

  private Switch() {}

  /** Whether a condition of its own is one. */
  static boolean isIn(Expr condition) {
    Expr asked = positive(condition);
    return asks(asked) || asked.dotted().filter(OWN.asMatchPredicate()).isPresent();
  }

  /** What else than the configuration some operands ask; all of them if there is nothing else. */
  static List<Expr> without(List<Expr> operands) {
    List<Expr> others = operands.stream().filter(each -> !asks(positive(each))).toList();
    return others.isEmpty() ? operands : others;
  }

  private static boolean asks(Expr asked) {
    return asked.dotted().filter(CONFIGURATION.asMatchPredicate()).isPresent();
  }

  private static Expr positive(Expr condition) {
    return condition instanceof Expr.Operation not && not.operator().equals("not")
        ? not.operands().get(0)
        : condition;
  }
}
