package org.pyreview.frameworks.hosting;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.ci.CiWorkflow;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/**
 * Whether the authors of a project run it themselves: the repository describes an environment of
 * theirs, or its CI deploys to one. A Dockerfile, a compose file or a chart alone may be what
 * others host the product with, and it is theirs then to watch it.
 *
 * @param isOperated whether they do
 */
record OperatedService(boolean isOperated) {

  /** Describes the one place an application runs at. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "(?i)fly(?:\\.\\w+)?\\.toml|render\\.ya?ml|railway\\.(?:json|toml)|zappa_settings\\.(?:json|toml|ya?ml)"
              + "|(?:docker-)?compose[.-](?:\\w+[.-])*(?:prod|production|stage|staging|deploy|live)(?:[.-]\\w+)*\\.ya?ml"
              + "|(?:prod|production|staging)\\.tfvars|terraform\\.tfvars|serverless\\.ya?ml");

  /** Serves users as well, who press a button to get their own. */
  private static final Set<String> OF_PLATFORM = Set.of("Procfile", "heroku.yml");

  private static final Pattern BUTTON =
      Pattern.compile("(?:.*/)?app\\.json|\\.do/deploy\\.template\\.ya?ml");

  private static final Pattern LINK_OF_BUTTON =
      Pattern.compile(
          "heroku\\.com/deploy\\b|cloud\\.digitalocean\\.com/apps/new\\b|railway\\.(?:app|com)/(?:new|template)\\b|render\\.com/deploy\\b|deploy\\.cloud\\.run\\b");

  /** What CI runs to bring a version to servers. */
  private static final Pattern DEPLOYS =
      Pattern.compile(
          "\\b(?:flyctl|fly) deploy\\b|\\bkubectl (?:-n \\S+ |--\\S+ )*(?:apply|set image|rollout)\\b|\\bhelm upgrade\\b"
              + "|\\bgcloud (?:beta )?(?:run|app) deploy\\b|\\baws (?:ecs|lambda|elasticbeanstalk|deploy) \\S*(?:update|create)\\b|\\beb deploy\\b"
              + "|\\bgit push \\S*(?:heroku|dokku)|\\bheroku container:release\\b|\\bansible-playbook\\b|\\bdocker stack deploy\\b"
              + "|\\bkamal deploy\\b|\\bterraform apply\\b|\\brailway up\\b|\\bzappa (?:deploy|update)\\b|\\baz webapp\\b|\\bcopilot (?:svc )?deploy\\b"
              + "|\\bserverless deploy\\b|\\bssh (?:-\\S+ )*\\S+@\\S+|\\bdeploy\\.sh\\b"
              + "|appleboy/ssh-action|superfly/flyctl-actions|azure/webapps-deploy|google-github-actions/deploy|akhileshns/heroku-deploy"
              + "|amazon-ecs-deploy-task-definition|einaregilsson/beanstalk-deploy");

  /** A cluster that lives as long as the job. */
  private static final Pattern THROWN_AWAY =
      Pattern.compile("kind-action|\\bkind create\\b|minikube|\\bk3d\\b|k3s-action");

  /** Looks at the project's files, once. */
  static OperatedService of(Project project) {
    return project.knowledge(OperatedService.class, OperatedService::detect);
  }

  private static OperatedService detect(Project project) {
    boolean isDescribed =
        RepositoryFile.of(project).stream()
            .filter(file -> !DevelopmentPath.of(file.path()).isDevelopment())
            .filter(file -> !file.toString().contains("{{"))
            .anyMatch(file -> isEnvironment(file, project));
    return new OperatedService(isDescribed || isDeployedByCi(project));
  }

  private static boolean isEnvironment(RepositoryFile file, Project project) {
    if (OF_PLATFORM.contains(file.name())) {
      Mentions mentions = Mentions.of(project);
      return !mentions.areInPaths(BUTTON) && !mentions.areInDocuments(LINK_OF_BUTTON);
    }
    boolean isAppEngine =
        file.name().matches("app\\.ya?ml")
            && file.text().filter(text -> text.contains("runtime:")).isPresent();
    return isAppEngine || ENVIRONMENT.matcher(file.name()).matches();
  }

  private static boolean isDeployedByCi(Project project) {
    return CiWorkflow.of(project).stream()
        .map(
            workflow ->
                Stream.of(Optional.of(workflow.commands()), workflow.file().text())
                    .flatMap(Optional::stream)
                    .reduce("", (one, other) -> one + "\n" + other))
        .anyMatch(text -> DEPLOYS.matcher(text).find() && !THROWN_AWAY.matcher(text).find());
  }
}
