package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.sonar.check.Rule;

/** A query that is put together from what a client sends asks what the client wants. */
@Rule(key = "request-data-in-xpath-or-ldap")
public class RequestDataInXpathOrLdapCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.XPATH, Danger.LDAP);
  }

  @Override
  protected String message(Flow flow) {
    return flow.danger() == Danger.LDAP
        ? "Escape `%s` with escape_filter_chars(): as it is, it can change the filter that `%s()` gets."
            .formatted(flow.source(), flow.sink())
        : "Pass `%s` as a variable of the expression: as a part of its text it can change what `%s()` finds."
            .formatted(flow.source(), flow.sink());
  }
}
