package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a list or tuple that the code puts together of literals: through names, sums and
 * stars.
 *
 * @param elements those that are known, in order
 * @param isComplete whether there are no others
 */
public record WrittenList(List<Element> elements, boolean isComplete) {

  private static final int DEEPEST = 8;

  /**
   * An element.
   *
   * @param module the file it stands in
   */
  public record Element(ModuleCode module, Expr value) {}

  /**
   * What an expression at the top level of a file, or in the body of one of its classes, lists.
   *
   * @param around the class whose names count first
   */
  public static WrittenList of(
      ProjectCode code, ModuleCode module, Expr list, Optional<Stmt.ClassDef> around) {
    List<Element> elements = new ArrayList<>();
    boolean isComplete = collect(code, module, list, around, elements, 0);
    return new WrittenList(elements, isComplete);
  }

  private static boolean collect(
      ProjectCode code,
      ModuleCode module,
      Expr list,
      Optional<Stmt.ClassDef> around,
      List<Element> to,
      int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (list instanceof Expr.Collection collection) {
      boolean isComplete = true;
      for (Expr each : collection.elements()) {
        if (each instanceof Expr.Star star) {
          isComplete &= collect(code, module, star.value(), around, to, depth + 1);
        } else {
          to.add(new Element(module, each));
        }
      }
      return isComplete;
    }
    if (list instanceof Expr.Operation sum && sum.operator().equals("+")) {
      boolean isComplete = true;
      for (Expr each : sum.operands()) {
        isComplete &= collect(code, module, each, around, to, depth + 1);
      }
      return isComplete;
    }
    Optional<Expr> ofClass =
        list instanceof Expr.Name name
            ? around.flatMap(each -> each.attribute(name.id()))
            : Optional.empty();
    if (ofClass.isPresent()) {
      return collect(code, module, ofClass.get(), Optional.empty(), to, depth + 1);
    }
    // A list that grows after it was made isn't written out.
    return code.meaning(module, list) instanceof Meaning.Value value
        && value.value() != list
        && !value.module().mentions("append", "extend", "insert")
        && collect(code, value.module(), value.value(), Optional.empty(), to, depth + 1);
  }
}
