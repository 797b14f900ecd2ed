package org.pyreview.frameworks.requests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pyreview.dataflow.Flow;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.FlowCheck;

/** A rule about data of requests that arrives where it must not. */
public abstract class RequestFlowCheck extends FlowCheck {

  private static final int MOST_SHOWN = 10;

  /** The flows that the rule reports. */
  protected abstract Stream<Flow> flows(RequestFlows all);

  /** Whether a flow does harm in this project, as far as its code around shows. */
  protected boolean isHarmful(Flow flow, Project project) {
    return true;
  }

  /** What to do about a flow, in one sentence. */
  protected abstract String message(Flow flow);

  @Override
  public void review(ProjectReview review) {
    List<List<Flow>> causes = new ArrayList<>();
    Map<List<Object>, List<Flow>> known = new HashMap<>();
    flows(RequestFlows.of(review.project()))
        .filter(flow -> isHarmful(flow, review.project()))
        .forEach(
            flow ->
                known
                    .computeIfAbsent(
                        flow.cause(),
                        key -> {
                          List<Flow> sameCause = new ArrayList<>();
                          causes.add(sameCause);
                          return sameCause;
                        })
                    .add(flow));
    causes.forEach(each -> report(each, review));
  }

  /** Reports where data arrives first; the other places that it reaches are shown with it. */
  private void report(List<Flow> sameCause, ProjectReview review) {
    Flow first = sameCause.get(0);
    ProjectReview.Issue issue = review.report(first.file(), first.place(), message(first));
    first.steps().forEach(step -> issue.through(step.file(), step.place(), step.message()));
    sameCause.stream()
        .skip(1)
        .limit(MOST_SHOWN)
        .forEach(each -> issue.because(each.file(), each.place(), "It arrives here, too."));
  }
}
