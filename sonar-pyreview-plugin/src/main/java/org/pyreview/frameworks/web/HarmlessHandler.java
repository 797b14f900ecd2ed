package org.pyreview.frameworks.web;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** A function that strangers may call without harm: it only refuses, or counts their visits. */
public final class HarmlessHandler {

  private static final Set<String> ABORTING = Set.of("abort", "HttpResponseNotAllowed");
  private static final Set<String> ANSWERING =
      Set.of("Response", "HttpResponse", "JSONResponse", "JsonResponse", "make_response");
  private static final Pattern REFUSAL =
      Pattern.compile(
          "40[0-9]|50[13]|.*HTTP_(?:40[0-9]|50[13])_\\w+|HTTPStatus\\.METHOD_NOT_ALLOWED");

  private static final Pattern COUNTING =
      Pattern.compile(
          "(?i)(?:.*_)?(?:add|count|record|track|log|increment|inc|bump|register|hit)_?(?:\\w+_)?"
              + "(?:view|page_?view|visit|hit|click|impression)s?(?:_count)?");

  /** What tells one stranger from another. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)remote_addr|(?:http_)?x[-_]forwarded[-_]for|access_route|get_client_ip");

  private HarmlessHandler() {}

  /** Whether a handler does nothing but that. */
  public static boolean is(Stmt.Function handler) {
    return onlyRefuses(handler) || countsVisits(handler);
  }

  private static boolean onlyRefuses(Stmt.Function handler) {
    List<Stmt> statements = handler.body().stream().filter(each -> !isComment(each)).toList();
    return !statements.isEmpty() && statements.stream().allMatch(HarmlessHandler::refuses);
  }

  /** A docstring. */
  private static boolean isComment(Stmt statement) {
    return statement instanceof Stmt.Evaluate each && each.value() instanceof Expr.Text;
  }

  private static boolean refuses(Stmt statement) {
    if (statement instanceof Stmt.Return answer) {
      return answer.value().filter(HarmlessHandler::isRefusal).isPresent();
    }
    return (statement instanceof Stmt.Leave leave && leave.keyword().equals("raise"))
        || (statement instanceof Stmt.Evaluate each && isAborting(each.value()));
  }

  private static boolean isAborting(Expr value) {
    return value instanceof Expr.Call call && ABORTING.contains(call.name());
  }

  /** {@code Response(status=405)}, {@code {"error": "…"}, 405}. */
  private static boolean isRefusal(Expr answer) {
    if (answer instanceof Expr.Collection parts) {
      return parts.elements().stream().anyMatch(HarmlessHandler::isStatus);
    }
    return isAborting(answer)
        || (answer instanceof Expr.Call call
            && ANSWERING.contains(call.name())
            && call.arguments().stream().anyMatch(each -> isStatus(each.value())));
  }

  private static boolean isStatus(Expr value) {
    String text = value instanceof Expr.Constant number ? number.text() : value.dotted().orElse("");
    return REFUSAL.matcher(text).matches();
  }

  /** {@code add_view(page, request.remote_addr)}: who visits isn't logged in. */
  private static boolean countsVisits(Stmt.Function handler) {
    return COUNTING.matcher(handler.name()).matches()
        && handler.body().stream()
            .flatMap(Stmt::everyExpression)
            .anyMatch(HarmlessHandler::isAddress);
  }

  private static boolean isAddress(Expr value) {
    String text = value instanceof Expr.Text written ? written.value() : value.lastName();
    return ADDRESS.matcher(text).matches();
  }
}
