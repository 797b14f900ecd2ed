package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Optional;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * Tests whether a row has something already. {@code hasattr(obj, "_is_admin")} asks for what {@code
 * annotate(_is_admin=…)} puts on it: what is read where it is missing is for callers without that
 * queryset. {@code if not self.title} is behind its own value: few rows need another row's.
 */
final class LoadedAlready {

  private LoadedAlready() {}

  /**
   * A question whether a row has an attribute.
   *
   * @param row the variable that holds the row
   */
  record Asked(String row, String name) {}

  /** What {@code hasattr(row, "name")} asks for; empty for other tests. */
  static Optional<Asked> asked(Expr test) {
    return test instanceof Expr.Call call
            && call.name().equals("hasattr")
            && call.positional().size() == 2
            && call.positional().get(0) instanceof Expr.Name row
            && call.positional().get(1) instanceof Expr.Text name
        ? Optional.of(new Asked(row.id(), name.value()))
        : Optional.empty();
  }

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
    return lacks(test) ? 0 : -1;
  }

  /** {@code if self.title: return self.title}: what follows is for the few without their own. */
  static boolean isAnswered(Stmt.If branch) {
    Optional<String> own = branch.test().dotted().filter(name -> name.matches("self\\.\\w+"));
    return own.isPresent()
        && branch.body().get(branch.body().size() - 1) instanceof Stmt.Return answer
        && answer.value().flatMap(Expr::dotted).equals(own);
  }

  /** {@code if hasattr(user, name): rows = getattr(user, name)}: what was asked for before. */
  static boolean isKept(Stmt.If branch) {
    return branch.test() instanceof Expr.Call asked
        && asked.name().equals("hasattr")
        && branch.body().size() == 1
        && branch.body().get(0) instanceof Stmt.Assign assign
        && assign.value().orElse(null) instanceof Expr.Call got
        && got.name().equals("getattr")
        && isSame(asked.positional(), got.positional());
  }

  private static boolean isSame(List<Expr> asked, List<Expr> got) {
    return asked.size() == got.size()
        && asked.size() == 2
        && asked.get(0).dotted().isPresent()
        && asked.get(0).dotted().equals(got.get(0).dotted())
        && asked.get(1).dotted().isPresent()
        && asked.get(1).dotted().equals(got.get(1).dotted());
  }

  /** The name of what {@code if lines is None} asks for. */
  static Optional<String> isNone(Expr test) {
    return test instanceof Expr.Operation is
            && is.operator().equals("is")
            && is.operands().get(0) instanceof Expr.Name name
            && is.operands().get(1) instanceof Expr.Constant none
            && none.text().equals("None")
        ? Optional.of(name.id())
        : Optional.empty();
  }

  private static boolean lacks(Expr test) {
    if (!(test instanceof Expr.Operation operation)) {
      return false;
    }
    return switch (operation.operator()) {
      case "and" -> operation.operands().stream().anyMatch(LoadedAlready::lacks);
      case "not" -> asks(operation.operands().get(0)) || isOwnValue(operation.operands().get(0));
      default -> false;
    };
  }

  /** {@code self.title} of a model, or a variable that holds it. */
  private static boolean isOwnValue(Expr value) {
    return value.dotted().filter(name -> name.matches("self\\.\\w+|title|name|label")).isPresent();
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
