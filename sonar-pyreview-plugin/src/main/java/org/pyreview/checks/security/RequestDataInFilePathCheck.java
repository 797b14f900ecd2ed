package org.pyreview.checks.security;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.dataflow.Step;
import org.pyreview.dataflow.Value;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.frameworks.web.AdminsOnly;
import org.pyreview.project.Project;
import org.sonar.check.Rule;

/**
 * A name that a client sends can contain `..` or be an absolute path, and then means a file outside
 * the folder that the code has in mind.
 */
@Rule(key = "request-data-in-file-path")
public class RequestDataInFilePathCheck extends RequestFlowCheck {

  /** A path in whose last part nothing is the client's. */
  private static final Pattern NAMED = Pattern.compile("(?s).*/[^/" + Value.CLIENT + "]+");

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.FILE_PATH);
  }

  @Override
  protected boolean isHarmful(Flow flow, Project project) {
    Step start = flow.steps().get(0);
    // Administrators may choose folders; a name of ours leads to files of that name.
    return !NAMED.matcher(flow.template()).matches()
        && !AdminsOnly.of(project).reach(start.file(), start.place());
  }

  @Override
  protected String message(Flow flow) {
    return "Make sure that `%s` stays in the folder you mean before `%s()` gets it: it may contain \"..\" or be absolute."
        .formatted(flow.source(), flow.sink());
  }
}
