package org.pyreview.frameworks.web;

import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/**
 * The path below which a server offers an application: {@code /} nearly always.
 *
 * @param canMove whether the code lets whoever runs it choose another one
 */
public record MountPoint(boolean canMove) {

  private static final String[] SETTINGS = {
    "SCRIPT_NAME",
    "APPLICATION_ROOT",
    "URL_PREFIX",
    "SUB_PATH",
    "SUBPATH",
    "URL_SUBPATH",
    "CONTEXT_PATH"
  };

  /** Looks at the names and texts of the main code, once. */
  public static MountPoint of(Project project) {
    return project.knowledge(
        MountPoint.class,
        each ->
            new MountPoint(
                ProjectCode.of(each).mainModules().stream()
                    .anyMatch(module -> module.mentions(SETTINGS))));
  }
}
