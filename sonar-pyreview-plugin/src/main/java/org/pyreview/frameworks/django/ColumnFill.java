package org.pyreview.frameworks.django;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.MigrationState.FieldChange;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Whether a data operation of a migration may put values into a column: its code names the model or
 * the field, or does something that can't be followed.
 */
final class ColumnFill {

  private static final int MOST_FUNCTIONS = 20;

  /** What runs code, reads statements, or names models and columns, that can't be seen here. */
  private static final Set<String> HIDING =
      Set.of(
          "get_models",
          "call_command",
          "setattr",
          "exec",
          "eval",
          "import_module",
          "import_string",
          "open",
          "read",
          "read_text");

  private final String model;
  private final String field;
  private final ProjectCode code;
  private final Constants constants;
  private final Deque<Meaning.Function> open = new ArrayDeque<>();
  private Set<String> given = Set.of();

  private ColumnFill(FieldChange column, ProjectCode code) {
    this.model = plain(column.model());
    this.field = column.field();
    this.code = code;
    this.constants = new Constants(code);
  }

  /** Whether an operation may fill the column that a change is about. */
  static boolean isPossible(DataOperation operation, FieldChange column, ProjectCode code) {
    ColumnFill fill = new ColumnFill(column, code);
    ModuleCode module = operation.migration().migration().module();
    return !operation.isNoop()
        && operation
            .forwards()
            .filter(
                each ->
                    operation.isSql() ? fill.isOther(each, module) : fill.runsOther(each, module))
            .isEmpty();
  }

  /** Whether SQL is known, and about something else. */
  private boolean isOther(Expr sql, ModuleCode module) {
    return constants
        .value(module, sql)
        .filter(statements -> !isIn(String.valueOf(statements)))
        .isPresent();
  }

  /** Whether a function is known, and neither it nor what it calls is about the column. */
  private boolean runsOther(Expr function, ModuleCode module) {
    if (!(code.meaning(module, function) instanceof Meaning.Function first)) {
      return false;
    }
    given =
        first.definition().parameters().stream()
            .map(Expr.Parameter::name)
            .collect(Collectors.toSet());
    Set<Stmt.Function> read = new HashSet<>();
    open.push(first);
    while (!open.isEmpty()) {
      Meaning.Function next = open.pop();
      if (read.add(next.definition())
          && (read.size() > MOST_FUNCTIONS || mayReach(next.definition(), next.module()))) {
        return false;
      }
    }
    return true;
  }

  private boolean mayReach(Stmt.Function function, ModuleCode module) {
    return function.body().stream()
        .flatMap(Stmt::everyExpression)
        .anyMatch(
            each ->
                isNamedBy(each)
                    || isNamedByConstant(each, module)
                    || (each instanceof Expr.Call call && hides(call, module)));
  }

  private boolean isNamedByConstant(Expr expression, ModuleCode module) {
    return expression instanceof Expr.Name name
        && code.meaning(module, name) instanceof Meaning.Value constant
        && constant.value().all().anyMatch(this::isNamedBy);
  }

  /** Whether something that can't be followed gets the models; what can be is followed. */
  private boolean hides(Expr.Call call, ModuleCode module) {
    if (HIDING.contains(call.name())) {
      return true;
    }
    if (call.name().equals("get_model")) {
      return call.arguments().stream()
          .anyMatch(each -> constants.text(module, each.value()).isEmpty());
    }
    Meaning callee = code.meaning(module, call.callee());
    if (callee instanceof Meaning.Function called) {
      open.push(called);
      return false;
    }
    return callee instanceof Meaning.Class
        || call.arguments().stream()
            .map(Expr.Argument::value)
            .anyMatch(
                each ->
                    each instanceof Expr.Star
                        || (each instanceof Expr.Name name && given.contains(name.id())));
  }

  private boolean isNamedBy(Expr expression) {
    if (expression instanceof Expr.Text text) {
      return isIn(text.value());
    }
    if (expression instanceof Expr.Format text) {
      return isIn(text.template());
    }
    if (expression instanceof Expr.Call call) {
      return call.arguments().stream().anyMatch(each -> isIn(each.keyword()));
    }
    return (expression instanceof Expr.Name name && isIn(name.id()))
        || (expression instanceof Expr.Attribute attribute && isIn(attribute.name()));
  }

  private boolean isIn(String text) {
    return plain(text).contains(model)
        || Stream.of(text.split("\\W+"))
            .anyMatch(word -> word.equals(field) || word.equals(field + "_id"));
  }

  /** {@code order_line}, {@code OrderLine} and {@code orderline_set} are one. */
  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
