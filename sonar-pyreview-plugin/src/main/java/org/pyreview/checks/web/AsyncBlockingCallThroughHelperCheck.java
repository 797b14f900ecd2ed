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
    for (List<Blocked> function : new BlockingCalls(review.project()).inAsyncFunctions(maxDepth)) {
      Blocked first = function.get(0);
      List<Step> helper = helper(first);
      ProjectReview.Issue known = helper.isEmpty() ? null : byHelper.get(helper);
      if (known != null) {
        known.because(
            first.module().file(), first.call().place(), "It blocks this async function, too.");
        continue;
      }
      ProjectReview.Issue issue = report(first, helper, review);
      byHelper.put(helper, issue);
      function.stream()
          .skip(1)
          .forEach(
              each ->
                  issue.because(
                      each.module().file(), each.call().place(), "This call blocks it, too."));
    }
  }

  /** The calls on the way that stand in other functions; none where the call itself blocks. */
  private static List<Step> helper(Blocked found) {
    return found.path().steps().subList(1, found.path().steps().size());
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
