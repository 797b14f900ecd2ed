package org.pyreview.frameworks.hosting;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/**
 * Whether users host the project themselves: it is published for others to install, its licence
 * lets them, or it makes projects of others, and the repository deploys no instance of its authors.
 * Who runs it watches its hosts and saves its data; the authors can't.
 *
 * @param isRunByOthersOnly whether it is so
 */
record PublishedProduct(boolean isRunByOthersOnly) {

  private static final Pattern WORKFLOW =
      Pattern.compile(
          "\\.github/workflows/[^/]+\\.ya?ml|\\.gitlab-ci\\.yml|\\.gitlab/.*\\.ya?ml|\\.circleci/config\\.ya?ml|\\.travis\\.yml|bitbucket-pipelines\\.yml|azure-pipelines[^/]*\\.ya?ml|Jenkinsfile|\\.drone\\.yml|\\.woodpecker(?:/.*)?\\.ya?ml");

  /** What puts an image or a package where others get it. */
  private static final Pattern PUBLISHES =
      Pattern.compile(
          "pypi-publish|twine upload|poetry publish|uv publish|flit publish|hatch publish|build-push-action|docker(?: buildx)? (?:image )?push|buildx build[^\\n]*--push|push: ?true|goreleaser|snapcraft");

  /** What puts a version on servers. */
  private static final Pattern DEPLOYS =
      Pattern.compile(
          "\\b(?:fly|flyctl) deploy|kubectl (?:apply|rollout|set image|patch)|helm (?:upgrade|install)|ssh-action|scp-action|\\bssh -|\\bssh \\S+@|\\brsync\\b[^\\n]*:|amazon-ecs-deploy|ecs-deploy|\\becs update-service|gcloud (?:run|app) deploy|deploy-cloudrun|webapps-deploy|az (?:webapp|containerapp)"
              + "|heroku(?:-deploy|\\s+container)|git\\.heroku\\.com|dokku|ansible-playbook|(?:cdk|sls|serverless|zappa|eb|kamal|cap \\w+) (?:deploy|update)|terraform apply|pulumi up|railway up|caprover|nomad (?:job )?run|argocd app|docker stack deploy|docker compose[^\\n]* up -d[^\\n]*--remote",
          Pattern.CASE_INSENSITIVE);

  /** What only those who run an instance have. */
  private static final Pattern OF_AN_INSTANCE =
      Pattern.compile(
          "(?:.*/)?(?:fly\\.toml|zappa_settings\\.(?:json|ya?ml)|\\.ebextensions/.*|Pulumi\\.ya?ml|terraform/.*\\.tf|infra(?:structure)?/.*\\.tf|ansible/.*|inventory/.*|hosts\\.ini|cdk\\.json|serverless\\.ya?ml|deploy\\.rb|Capfile|config/deploy\\.ya?ml)");

  /** What a reader is told who shall run it. */
  private static final Pattern OFFERED =
      Pattern.compile(
          "(?i)self[- ]?host|docker (?:pull|run)\\b[^\\n]*\\s(?:ghcr\\.io/|quay\\.io/|docker\\.io/)?[\\w.-]+/[\\w./-]+|hub\\.docker\\.com/r/|heroku\\.com/deploy|cloud\\.digitalocean\\.com/apps/new|railway\\.(?:app|com)/(?:new|template)|render\\.com/deploy|deploy\\.cloud\\.run");

  /** Under such a licence others may run it. */
  private static final Pattern LICENCE =
      Pattern.compile(
          "(?i)permission is hereby granted|gnu (?:affero |lesser )?general public license|apache license|redistribution and use in source|mozilla public license|european union public licence|permission to use, copy, modify");

  private static final Set<String> GENERATORS =
      Set.of("copier.yml", "copier.yaml", "cookiecutter.json");

  /** Looks at the project's files, once. */
  static PublishedProduct of(Project project) {
    return project.knowledge(PublishedProduct.class, PublishedProduct::look);
  }

  /** Whether a tool that makes projects has its settings anywhere in it. */
  static boolean isGenerator(Project project) {
    return !RepositoryFile.of(
            project,
            path ->
                GENERATORS.contains(path.fileName())
                    && !path.isTest()
                    && !path.toString().contains("node_modules/"))
        .isEmpty();
  }

  private static PublishedProduct look(Project project) {
    if (GENERATORS.stream().anyMatch(name -> project.text(name).isPresent())) {
      return new PublishedProduct(true);
    }
    boolean isRun =
        Mentions.of(project).areInPaths(OF_AN_INSTANCE) || workflowsHave(DEPLOYS, project);
    boolean isOffered =
        isFree(project)
            || workflowsHave(PUBLISHES, project)
            || Mentions.of(project).areInDocuments(OFFERED);
    return new PublishedProduct(isOffered && !isRun);
  }

  private static boolean isFree(Project project) {
    return RepositoryFile.of(
            project, path -> path.toString().matches("(?i)(?:un)?licen[cs]e[^/]*|copying[^/]*"))
        .stream()
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> LICENCE.matcher(text).find());
  }

  private static boolean workflowsHave(Pattern pattern, Project project) {
    return RepositoryFile.of(project, path -> WORKFLOW.matcher(path.toString()).matches()).stream()
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> pattern.matcher(text).find());
  }
}
