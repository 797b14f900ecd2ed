package org.pyreview.frameworks.django.queries;

import java.util.List;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Is told what happens to querysets while code is followed. */
public interface QueryObserver {

  /** Related rows are read in a loop that nobody loaded. */
  default void reads(Access access) {}

  /** An expression stands as a statement. */
  default void evaluates(Stmt.Evaluate statement, Value value, Scope scope) {}

  /** An expression's truth is asked. */
  default void tests(Expr expression, Value value, Scope scope) {}

  /** A table of django-tables2 is made of rows. */
  default void tabulates(ClassCode table, Value.Rows rows, Expr.Call call, Scope scope) {}

  /** Something is called. */
  default void calls(Expr.Call call, Value receiver, List<Value> arguments, Scope scope) {}
}
