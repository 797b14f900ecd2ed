package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.django.csrf.FormOfDjango;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.project.Project;
import org.sonar.check.Rule;

/**
 * An address whose host the client chooses sends your server, or your users, wherever the client
 * wants.
 */
@Rule(key = "request-data-in-outbound-url")
public class RequestDataInOutboundUrlCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.OUTBOUND_URL, Danger.REDIRECT);
  }

  /** Another site can't send a form that Django's token protects, with an address of its own. */
  @Override
  protected boolean isHarmful(Flow flow, Project project) {
    return flow.danger() != Danger.REDIRECT || !FormOfDjango.of(flow, project).isProtected();
  }

  @Override
  protected String message(Flow flow) {
    return flow.danger() == Danger.REDIRECT
        ? "Check that `%s` is on this site or one of the addresses you registered before `%s()` sends a browser there: it can name any host."
            .formatted(flow.source(), flow.sink())
        : "Check the host of `%s` before `%s()` connects to it: it can name any machine that the server reaches."
            .formatted(flow.source(), flow.sink());
  }
}
