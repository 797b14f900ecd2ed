package org.pyreview.frameworks.container;

import java.util.regex.Pattern;
import org.pyreview.frameworks.ci.CiWorkflow;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * Whether a project's images run under something that asks containers how they are, or are
 * published for others who may do so. A compose file alone restarts no container that hangs.
 *
 * @param isKnown whether the repository shows it
 */
public record ImageDelivery(boolean isKnown) {

  private static final Pattern PUSHES =
      Pattern.compile(
          "build-push-action|docker(?: buildx)? (?:image )?push|podman push|buildx build[^\\n]*--push|push: ?true|buildah push|kaniko|gcloud builds submit|docker stack deploy|kubectl (?:apply|set image|rollout)|helm (?:upgrade|install)");

  private static final Pattern DESCRIPTOR =
      Pattern.compile(
          "(?i)fly(?:\\.\\w+)?\\.toml|render\\.ya?ml|Chart\\.yaml|heroku\\.yml|railway\\.(?:json|toml)|cloudbuild\\.ya?ml|.*task[-_]?def\\w*\\.json");

  private static final Pattern COMPOSE =
      Pattern.compile("(?i)(?:docker-)?(?:compose|stack|swarm)(?:[.-]\\w+)*\\.ya?ml");

  /** A service that a swarm replaces. */
  private static final Pattern SWARM = Pattern.compile("(?m)^ {4,}deploy:\\s*$");

  private static final Pattern MANIFEST =
      Pattern.compile("(?m)^kind:\\s*(?:Deployment|StatefulSet|DaemonSet)\\b");

  private static final Pattern APP_ENGINE = Pattern.compile("(?m)^runtime:|^spec:");

  /** Looks at a project's files, once. */
  public static ImageDelivery of(Project project) {
    return project.knowledge(ImageDelivery.class, ImageDelivery::look);
  }

  private static ImageDelivery look(Project project) {
    boolean isPushed =
        CiWorkflow.of(project).stream()
            .filter(each -> !each.isAbandoned())
            .anyMatch(
                each ->
                    PUSHES.matcher(each.commands()).find()
                        || each.file()
                            .text()
                            .filter(text -> PUSHES.matcher(text).find())
                            .isPresent());
    boolean isDescribed =
        project.files().stream()
            .filter(file -> !DevelopmentPath.of(file.path()).isDevelopment())
            .anyMatch(
                file ->
                    DESCRIPTOR.matcher(file.name()).matches()
                        || (file.name().matches(".*\\.ya?ml")
                            && file.text().filter(text -> isAbout(file, text)).isPresent()));
    return new ImageDelivery(isPushed || isDescribed);
  }

  private static boolean isAbout(ProjectFile file, String text) {
    return (COMPOSE.matcher(file.name()).matches() && SWARM.matcher(text).find())
        || (file.name().matches("app\\.ya?ml") && APP_ENGINE.matcher(text).find())
        || MANIFEST.matcher(text).find();
  }
}
