package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.sonar.check.Rule;

/** A shell takes `;`, `|` and `$( )` in a value as its own language. */
@Rule(key = "request-data-in-os-command")
public class RequestDataInOsCommandCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.OS_COMMAND);
  }

  @Override
  protected String message(Flow flow) {
    return "Pass `%s` as an argument of its own and without a shell: `%s()` runs what it contains."
        .formatted(flow.source(), flow.sink());
  }
}
