package org.pyreview.checks.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    Map<List<Step>, ProjectReview.Issue> byHelper = new HashMap<>();
    for (Blocked each : new BlockingCalls(review.project()).inAsyncFunctions(maxDepth)) {
      List<Step> helper = each.path().steps().subList(1, each.path().steps().size());
      ProjectReview.Issue known = helper.isEmpty() ? null : byHelper.get(helper);
      if (known == null) {
        byHelper.put(helper, report(each, helper, review));
      } else {
        known.because(
            each.module().file(), each.call().place(), "It blocks this async function, too.");
      }
    }
  }

  private static ProjectReview.Issue report(
      Blocked found, List<Step> helper, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(
            found.module().file(),
            found.call().place(),
            helper.isEmpty()
                ? "Run %s() in a thread: it blocks the event loop, and every other request waits."
                    .formatted(found.path().name())
                : "Run %s() in a thread: it calls %s(), which blocks the event loop, and every other request waits."
                    .formatted(found.name(), found.path().name()));
    helper.forEach(
        step ->
            issue.because(step.module().file(), step.place(), "On the way to the blocking call"));
    return issue;
  }
}
