package org.pyreview.frameworks.web;

import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Project;

/**
 * Whether a project is a backend that runs on servers: it is built on a framework of the web, and a
 * file for containers, platforms or servers says how it is run.
 *
 * @param isDeployed whether it is
 */
public record BackendApplication(boolean isDeployed) {

  /** Looks at the project, once. */
  public static BackendApplication of(Project project) {
    return project.knowledge(
        BackendApplication.class,
        each ->
            new BackendApplication(
                DeployedApplication.of(each).hasDescriptor()
                    && !WebFrameworks.of(each).names().isEmpty()));
  }
}
