package org.pyreview.frameworks.hosting;

import java.util.regex.Pattern;
import org.pyreview.frameworks.ci.CiWorkflow;
import org.pyreview.project.Project;

/**
 * Whether CI hands what it built to an installation of the project's authors: it records
 * deployments, or pushes images to a registry that belongs to somebody's account.
 *
 * @param isMade whether some workflow does
 */
record OwnDeployment(boolean isMade) {

  private static final Pattern SIGN =
      Pattern.compile(
          "(?m)^\\s*deployments:\\s*write\\b|[\\w}]-docker\\.pkg\\.dev\\b|\\b(?:\\w+\\.)?gcr\\.io/(?!distroless|kaniko|google|cadvisor)|\\.dkr\\.ecr\\.[\\w-]+\\.amazonaws\\.com\\b|amazon-ecr-login|\\.azurecr\\.io\\b|registry\\.heroku\\.com|registry\\.digitalocean\\.com");

  /** Reads the workflows of a project, once. */
  static OwnDeployment of(Project project) {
    return project.knowledge(
        OwnDeployment.class,
        each ->
            new OwnDeployment(
                CiWorkflow.of(each).stream()
                    .flatMap(workflow -> workflow.file().text().stream())
                    .anyMatch(text -> SIGN.matcher(text).find())));
  }
}
