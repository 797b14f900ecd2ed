package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;

/** Annotations that name a class in quotes, or one that may be missing: {@code "Order" | None}. */
final class ForwardReference {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");

  private ForwardReference() {}

  /** The name of the one class that an annotation is about; itself if it isn't about one. */
  static Expr resolved(Expr annotation) {
    if (annotation instanceof Expr.Text text) {
      String name = text.value().replaceAll("\\s*\\|\\s*None$", "");
      return NAME.matcher(name).matches() ? dotted(name, text) : annotation;
    }
    if (annotation instanceof Expr.Operation union && union.operator().equals("|")) {
      List<Expr> present = union.operands().stream().filter(each -> !isNone(each)).toList();
      return present.size() == 1 ? resolved(present.get(0)) : annotation;
    }
    boolean isOptional =
        annotation instanceof Expr.Item item
            && item.value()
                .dotted()
                .filter(name -> name.matches("(?:typing\\.)?Optional"))
                .isPresent();
    return isOptional ? resolved(((Expr.Item) annotation).index()) : annotation;
  }

  private static Expr dotted(String name, Expr at) {
    String[] parts = name.split("\\.");
    Expr all = new Expr.Name(parts[0], at.place());
    for (int i = 1; i < parts.length; i++) {
      all = new Expr.Attribute(all, parts[i], at.place());
    }
    return all;
  }

  private static boolean isNone(Expr each) {
    return each instanceof Expr.Constant none && none.text().equals("None");
  }
}
