package org.pyreview.frameworks.container;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * What a project says about how its containers are asked whether they are well.
 *
 * @param images the Dockerfiles with a HEALTHCHECK in the image, by their paths
 * @param areSomewhereElse whether compose, Kubernetes or a platform asks
 */
public record HealthProbes(Set<String> images, boolean areSomewhereElse) {

  private static final Pattern FILES =
      Pattern.compile("(?i).*\\.ya?ml|fly\\.toml|app\\.json|.*task[-_]?def\\w*\\.json");
  private static final Pattern PROBE =
      Pattern.compile(
          "(?m)^[ \\t]*+(?:healthcheck|livenessProbe|readinessProbe|startupProbe|healthCheckPath|HealthCheckPath)\\s*:"
              + "|\\bhttp_checks\\b|\\[\\[?(?:services\\.)?(?:\\w+_)?checks|\"health[cC]heck(?:Path)?\"|\"formation\"");

  /** What asks containers itself, as files in another place tell it to. */
  private static final Pattern ORCHESTRATOR =
      Pattern.compile(
          "(?i)\\b(?:kubernetes|k8s|kubectl|helm|openshift|nomad|argocd|amazon ecs|aws ecs|fargate|cloud run|lbheartbeat)\\b");

  /** Those of a project. */
  public static HealthProbes of(Project project) {
    return project.knowledge(HealthProbes.class, HealthProbes::read);
  }

  private static HealthProbes read(Project project) {
    Set<String> images = new HashSet<>();
    for (ImageBuild build : ImageBuild.of(project)) {
      boolean hasCheck =
          build.finalStages().stream()
              .flatMap(stage -> stage.instructions("HEALTHCHECK").stream())
              .reduce((first, second) -> second)
              .filter(each -> !each.text().equalsIgnoreCase("NONE"))
              .isPresent();
      if (hasCheck) {
        images.add(build.file().toString());
      }
    }
    boolean elsewhere =
        project.files().stream()
            .filter(file -> FILES.matcher(file.name()).matches())
            .flatMap(file -> file.text().stream())
            .anyMatch(text -> PROBE.matcher(text).find());
    boolean isAsked =
        elsewhere
            || Mentions.of(project).areInDocuments(ORCHESTRATOR)
            || Mentions.of(project).areInCode("lbheartbeat");
    return new HealthProbes(images, isAsked);
  }

  /** Whether the image that a Dockerfile makes has one. */
  public boolean areIn(ProjectFile dockerfile) {
    return images.contains(dockerfile.toString());
  }
}
