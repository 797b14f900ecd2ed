package org.pyreview.frameworks.django.queries;

import org.pyreview.project.code.Expr;

/**
 * Tests whether a queryset has put something on its rows: {@code hasattr(obj, "_is_admin")} after
 * {@code annotate(_is_admin=…)}. What is read where it hasn't is for callers without that queryset.
 */
final class LoadedAlready {

  private LoadedAlready() {}

  /** Whether a test is true for rows that have it. */
  static boolean is(Expr test) {
    return test instanceof Expr.Operation operation && operation.operator().equals("and")
        ? operation.operands().stream().anyMatch(LoadedAlready::is)
        : asks(test);
  }

  /** Which branch of an {@code if} is for rows that don't have it; -1 for none. */
  static int branch(Expr test) {
    if (is(test)) {
      return 1;
    }
    boolean isNegated =
        test instanceof Expr.Operation not
            && not.operator().equals("not")
            && asks(not.operands().get(0));
    return isNegated ? 0 : -1;
  }

  private static boolean asks(Expr test) {
    return (test instanceof Expr.Call call
            && call.name().equals("hasattr")
            && call.positional().size() == 2
            && call.positional().get(1) instanceof Expr.Text)
        || (test instanceof Expr.Operation in
            && in.operator().equals("in")
            && in.operands()
                .get(1)
                .dotted()
                .filter(name -> name.matches(".*\\._prefetched_objects_cache|.*\\.__dict__"))
                .isPresent());
  }
}
