package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.django.csrf.FormOfDjango;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.project.Project;
import org.sonar.check.Rule;

/** Text that a client sends is markup as soon as it stands in a page as it is. */
@Rule(key = "request-data-in-html")
public class RequestDataInHtmlCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.HTML);
  }

  /**
   * Another site can't send a form that Django's token protects: whoever gets a script back this
   * way has typed it.
   */
  @Override
  protected boolean isHarmful(Flow flow, Project project) {
    boolean isAnswered = flow.isAnswer() || flow.sink().contains("HttpResponse");
    return !isAnswered || !FormOfDjango.of(flow, project).isProtected();
  }

  @Override
  protected String message(Flow flow) {
    if (flow.output().isPresent() && flow.isJson()) {
      return "Pass the data itself to `%s` and print `%s` with the filter tojson: through `%s` a client can put a script into the page."
          .formatted(
              flow.output().get().file().name(), flow.output().get().variable(), flow.source());
    }
    if (flow.output().isPresent()) {
      return "Let `%s` escape `%s`: through `%s` a client can put a script into the page."
          .formatted(
              flow.output().get().file().name(), flow.output().get().variable(), flow.source());
    }
    if (flow.isJson()) {
      return "Answer with %s: as a text, the JSON with `%s` is a page that can contain a script."
          .formatted(
              flow.sink().contains("HttpResponse") ? "JsonResponse()" : "jsonify()", flow.source());
    }
    return flow.isAnswer()
        ? "Escape `%s` before the view returns it: a string is a page, and this one can contain a script."
            .formatted(flow.source())
        : "Escape `%s` before `%s()` takes it for HTML: it can contain a script."
            .formatted(flow.source(), flow.sink());
  }
}
