package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.sonar.check.Rule;

/**
 * A name that a client sends can contain `..` or be an absolute path, and then means a file outside
 * the folder that the code has in mind.
 */
@Rule(key = "request-data-in-file-path")
public class RequestDataInFilePathCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.FILE_PATH);
  }

  @Override
  protected String message(Flow flow) {
    return "Make sure that `%s` stays in the folder you mean before `%s()` gets it: it may contain \"..\" or be absolute."
        .formatted(flow.source(), flow.sink());
  }
}
