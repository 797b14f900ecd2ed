package org.pyreview.checks.web;

import java.util.HashSet;
import java.util.Set;
import org.pyreview.frameworks.requests.RequestHandler;
import org.pyreview.frameworks.requests.SharedState;
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
        (file, review) ->
            RequestHandler.in(review.module()).forEach(handler -> check(handler, review)));
  }

  private static void check(RequestHandler handler, PythonReview review) {
    Set<String> reported = new HashSet<>();
    for (SharedState each : SharedState.changedIn(handler.function(), review.module())) {
      if (reported.add(each.name())) {
        Finding finding =
            review.report(
                each.place(),
                "Keep `%s` in the database or a cache such as Redis: every worker process has its own copy, and a restart loses it."
                    .formatted(each.name()));
        each.definition()
            .ifPresent(at -> finding.because(at, "All requests of one process share this."));
        if (!handler.isDirect()) {
          finding.because(
              handler.handler().name(),
              "`%s` calls this function.".formatted(handler.handler().name().name()));
        }
      }
    }
  }
}
