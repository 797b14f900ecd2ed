package org.pyreview.frameworks.requests;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Engine;
import org.pyreview.dataflow.Flow;
import org.pyreview.dataflow.FlowTables;
import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/** Where data of requests arrives in places that trust it. */
public final class RequestFlows {

  private static final FlowTables TABLES =
      FlowTables.of(
          "python", "flask", "django", "starlette", "databases", "http", "markup", "models");

  /** What a file names that looks at requests itself. */
  private static final String[] SIGNS = {
    "request", "Request", "fastapi", "APIRouter", "FastAPI", "WebSocket", "UploadFile"
  };

  private final List<Flow> flows;

  private RequestFlows(Project project) {
    ProjectCode code = ProjectCode.of(project);
    flows = Engine.flows(code, TABLES, SIGNS, new RequestEntries(project));
  }

  /** The flows of a project; worked out once. */
  public static RequestFlows of(Project project) {
    return project.knowledge(RequestFlows.class, RequestFlows::new);
  }

  /** Those that bring one of these dangers, in the order of the files. */
  public Stream<Flow> bringing(Danger... dangers) {
    Set<Danger> wanted = Set.of(dangers);
    return flows.stream().filter(flow -> wanted.contains(flow.danger()));
  }
}
