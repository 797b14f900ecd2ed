package org.pyreview.checks.web;

import org.pyreview.frameworks.async.BlockingCalls;
import org.pyreview.frameworks.async.BlockingCalls.Blocked;
import org.pyreview.frameworks.async.BlockingCalls.Step;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "async-blocking-call-through-helper")
public class AsyncBlockingCallThroughHelperCheck extends CodeCheck {

  @RuleProperty(
      key = "maxDepth",
      description = "Calls that are followed beyond the function that the async function calls",
      defaultValue = "2")
  public int maxDepth = 2;

  @Override
  public void review(ProjectReview review) {
    for (Blocked each : new BlockingCalls(review.project()).inAsyncFunctions(maxDepth)) {
      ProjectReview.Issue issue =
          review.report(
              each.module().file(),
              each.call().place(),
              each.path().steps().size() == 1
                  ? "Run %s() in a thread: it blocks the event loop, and every other request waits."
                      .formatted(each.path().name())
                  : "Run %s() in a thread: it calls %s(), which blocks the event loop, and every other request waits."
                      .formatted(each.name(), each.path().name()));
      for (Step step : each.path().steps().subList(1, each.path().steps().size())) {
        issue.because(step.module().file(), step.place(), "On the way to the blocking call");
      }
    }
  }
}
