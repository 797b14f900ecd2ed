package org.pyreview.frameworks.model;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/** Passes of a loop that wait for another machine: a query more doesn't count beside that. */
public final class HeavyPass {

  private static final Pattern REMOTE =
      Pattern.compile(
          "(?:send|mail|email|notify|deliver|download|upload|publish|urlopen|fetch|push|dispatch)(?:_.*)?"
              + "|.*_(?:mail|mails|email|emails)");
  private static final Pattern CLIENT =
      Pattern.compile(
          "(?:.*\\.)?(?:requests|httpx|http|client|plugin\\.instance|smtp|s3|redis|connection)(?:\\..*)?");
  private static final Pattern REQUEST =
      Pattern.compile("get|post|put|patch|delete|head|request|complete|chat_completion|call");
  private static final Pattern TOLD =
      Pattern.compile(
          "(?:.*_)?(?:send|mails?|emails?|notify|notifications?|notified|deliver|publish|post|push"
              + "|dispatch|charge|refund)(?:_.*)?");
  private static final Pattern JOB =
      Pattern.compile("(?:scheduled|scheduler|jobs?|tasks?|cron|periodic|maintenance)\\.py");

  private HeavyPass() {}

  /** Whether a file's functions run on a schedule or from a queue. */
  public static boolean isJob(ModuleCode module, CodeRole role) {
    return role == CodeRole.WORKER
        || JOB.matcher(module.file().name()).matches()
        || module.file().path().isBelow(Set.of("tasks", "jobs", "cron", "workers"));
  }

  /** Whether the body of a loop asks another machine for something in each pass. */
  public static boolean of(List<Stmt> body) {
    return body.stream()
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Call call && isRemote(call));
  }

  /**
   * Whether each pass tells somebody outside of the program something: a mark that it did so has to
   * be saved before the next one.
   */
  public static boolean isSeenOutside(List<Stmt> body) {
    return of(body)
        || body.stream()
            .flatMap(Stmt::everyExpression)
            .anyMatch(
                each -> each instanceof Expr.Call call && TOLD.matcher(call.name()).matches());
  }

  private static boolean isRemote(Expr.Call call) {
    return REMOTE.matcher(call.name()).matches()
        || (REQUEST.matcher(call.name()).matches()
            && call.receiver()
                .flatMap(Expr::dotted)
                .filter(name -> CLIENT.matcher(name).matches())
                .isPresent());
  }
}
