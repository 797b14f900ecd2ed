package org.pyreview.frameworks.django.queries;

import java.util.Set;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Tells functions that change something, or remember what they read, from those that only read. */
final class Writing {

  private static final Set<String> METHODS =
      Set.of(
          "save",
          "create",
          "update",
          "delete",
          "bulk_create",
          "bulk_update",
          "get_or_create",
          "update_or_create",
          "send",
          "send_mail",
          "delay",
          "apply_async");

  private Writing() {}

  static boolean isDoneIn(Stmt.Function function) {
    return function
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && call.callee() instanceof Expr.Attribute
                    && (METHODS.contains(call.name()) || isCache(call)));
  }

  /** {@code cache.get(…)}: most calls don't query anything. */
  private static boolean isCache(Expr.Call call) {
    return call.receiver()
        .flatMap(Expr::dotted)
        .filter(name -> name.equals("cache") || name.endsWith(".cache"))
        .isPresent();
  }
}
