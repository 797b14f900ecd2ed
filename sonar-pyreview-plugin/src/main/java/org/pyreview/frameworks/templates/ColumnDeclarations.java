package org.pyreview.frameworks.templates;

import java.util.Set;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Attributes of classes that are columns of a table. */
final class ColumnDeclarations {

  private static final Set<String> COLUMNS = Set.of("Column", "mapped_column");

  private ColumnDeclarations() {}

  /** Whether an attribute of a class is one: {@code models.CharField()}, {@code Mapped[str]}. */
  static boolean contain(Stmt.Assign declared) {
    boolean isMapped =
        declared
            .annotation()
            .filter(
                type -> type instanceof Expr.Item item && item.value().lastName().equals("Mapped"))
            .isPresent();
    return isMapped
        || (declared.value().orElse(null) instanceof Expr.Call call
            && (COLUMNS.contains(call.name())
                || call.receiver().filter(each -> each.lastName().equals("models")).isPresent()));
  }
}
