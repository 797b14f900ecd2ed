package org.pyreview.frameworks.logging;

import java.util.ArrayList;
import java.util.List;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/** A call that makes a group of logs in CloudWatch, which keeps them unless told otherwise. */
public record EndlessLogGroup(ProjectFile file, Place place) {

  private static final String LIMIT = "put_retention_policy";

  /** Those of a project's main code; none if it sets a policy anywhere. */
  public static List<EndlessLogGroup> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<EndlessLogGroup> found = new ArrayList<>();
    if (code.mainModules().stream().anyMatch(module -> module.mentions(LIMIT))) {
      return found;
    }
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("CloudWatchLogHandler", "create_log_group")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .calls()
              .filter(call -> isEndless(call, scope))
              .forEach(
                  call -> found.add(new EndlessLogGroup(module.file(), call.callee().place())));
        }
      }
    }
    return found;
  }

  private static boolean isEndless(Expr.Call call, CodeScope scope) {
    boolean isHandler =
        scope
            .meaning(call.callee())
            .external()
            .matches("watchtower\\.(?:\\w+\\.)*CloudWatchLogHandler");
    return call.isWrittenOut()
        && (isHandler
            ? call.named("log_group_retention_days").isEmpty()
            : call.name().equals("create_log_group"));
  }
}
