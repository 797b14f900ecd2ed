package org.pyreview.checks.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pyreview.frameworks.requests.RequestHandler;
import org.pyreview.frameworks.requests.SharedState;
import org.pyreview.frameworks.requests.SingleProcess;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "request-handler-mutates-global-state")
public class RequestHandlerMutatesGlobalStateCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FILE_INPUT,
        FileInput.class,
        (file, review) -> {
          if (!SingleProcess.serves(review.module())) {
            Map<List<Object>, Finding> reported = new HashMap<>();
            RequestHandler.in(review.module()).forEach(each -> check(each, reported, review));
          }
        });
  }

  /** One issue for each variable: where it is changed first. */
  private static void check(
      RequestHandler handler, Map<List<Object>, Finding> reported, PythonReview review) {
    for (SharedState each : SharedState.changedIn(handler.function(), review.module())) {
      List<Object> variable =
          List.of(each.name(), each.definition().<Object>map(at -> at).orElse(""));
      Finding known = reported.get(variable);
      if (known != null) {
        known.because(each.place(), "It is changed here, too.");
        continue;
      }
      Finding finding = review.report(each.place(), message(each).formatted(each.name()));
      reported.put(variable, finding);
      each.definition()
          .ifPresent(at -> finding.because(at, "All requests of one process share this."));
      if (!handler.isDirect()) {
        finding.because(
            handler.handler().name(),
            "`%s` calls this function.".formatted(handler.handler().name().name()));
      }
    }
  }

  private static String message(SharedState changed) {
    if (!changed.isSetting()) {
      return "Keep `%s` in the database or a cache such as Redis: every worker process has its own copy, and a restart loses it.";
    }
    return changed.isFromRequest()
        ? "Keep what this request says out of `%s`, and decide it for each request: this changes later requests, and those of one worker process only."
        : "Set `%s` when the application is made: this changes later requests, and those of one worker process only.";
  }
}
