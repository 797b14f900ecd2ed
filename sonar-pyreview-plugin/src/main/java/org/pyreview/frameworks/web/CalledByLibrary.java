package org.pyreview.frameworks.web;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Functions whose signature a library dictates: hooks, callbacks, validators. */
public final class CalledByLibrary {

  private static final Pattern DECORATOR =
      Pattern.compile(
          "(?:.*\\.)?(?:receiver|listens_for|listen|command|group|callback|option|argument|validator|root_validator"
              + "|field_validator|model_validator|field_serializer|model_serializer|validates|fixture|task|shared_task"
              + "|hookimpl|event|errorhandler|before_request|after_request|user_loader|setter|overload|override"
              + "|compiles|simple_tag|filter|inclusion_tag|register)");
  private static final Set<String> NAMES =
      Set.of("process_bind_param", "process_result_value", "dispatch");

  private CalledByLibrary() {}

  /** Whether a decorator or the name says that a library calls the function. */
  public static boolean is(Stmt.Function function) {
    return NAMES.contains(function.name())
        || function.decorators().stream()
            .map(each -> each instanceof Expr.Call call ? call.callee() : each)
            .flatMap(each -> each.dotted().stream())
            .anyMatch(name -> DECORATOR.matcher(name).matches());
  }
}
