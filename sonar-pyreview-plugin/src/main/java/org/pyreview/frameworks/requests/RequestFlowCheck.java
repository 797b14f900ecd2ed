package org.pyreview.frameworks.requests;

import java.util.stream.Stream;
import org.pyreview.dataflow.Flow;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.FlowCheck;

/** A rule about data of requests that arrives where it must not. */
public abstract class RequestFlowCheck extends FlowCheck {

  /** The flows that the rule reports. */
  protected abstract Stream<Flow> flows(RequestFlows all);

  /** What to do about a flow, in one sentence. */
  protected abstract String message(Flow flow);

  @Override
  public void review(ProjectReview review) {
    flows(RequestFlows.of(review.project())).forEach(flow -> report(flow, review));
  }

  private void report(Flow flow, ProjectReview review) {
    ProjectReview.Issue issue = review.report(flow.file(), flow.place(), message(flow));
    flow.steps().forEach(step -> issue.through(step.file(), step.place(), step.message()));
  }
}
