package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.sonar.check.Rule;

/** The name of an uploaded file is a text that the client writes. */
@Rule(key = "upload-filename-not-sanitised")
public class UploadFilenameNotSanitisedCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.UPLOAD_NAME);
  }

  @Override
  protected String message(Flow flow) {
    return flow.isJoin()
        ? "Replace `%s` by a name of your own before it becomes part of a path: a client can send \"../\" in it."
            .formatted(flow.source())
        : "Replace `%s` by a name of your own before `%s()` gets it: a client can send \"../\" in it."
            .formatted(flow.source(), flow.sink());
  }
}
