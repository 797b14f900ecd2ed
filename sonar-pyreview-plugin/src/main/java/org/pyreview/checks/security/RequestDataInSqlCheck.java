package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.frameworks.sql.StatementText;
import org.sonar.check.Rule;

/** A statement that is put together from what a client sends is written by the client. */
@Rule(key = "request-data-in-sql")
public class RequestDataInSqlCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.SQL, Danger.DOCUMENT_QUERY);
  }

  @Override
  protected String message(Flow flow) {
    if (flow.danger() == Danger.DOCUMENT_QUERY) {
      return "Make a text of each value in `%s` before `%s()` gets it: a document can bring operators such as $ne."
          .formatted(flow.source(), flow.sink());
    }
    if (StatementText.isDefinition(flow.template())) {
      return "Choose `%s` from names you know, or quote it as an identifier: as it is, it can change what `%s()` does."
          .formatted(flow.source(), flow.sink());
    }
    return "Pass `%s` to the statement as a parameter: as a part of its text it can change what `%s()` does."
        .formatted(flow.source(), flow.sink());
  }
}
