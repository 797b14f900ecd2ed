package org.pyreview.checks.deployment;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.container.Gunicorn;
import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.frameworks.container.StartCommand.Origin;
import org.pyreview.frameworks.container.TrustedProxies;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.python.ModulePath;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "gunicorn-worker-settings-missing")
public class GunicornWorkerSettingsMissingCheck extends CodeCheck {

  private static final Pattern DEPLOYMENT =
      Pattern.compile(
          "(?i).*dockerfile.*|.*\\.(?:ya?ml|env|sh|toml|json)|\\.env.*|env\\..*|procfile");
  private static final Set<String> OF_VARIABLES = Set.of(".envs", "envs", ".env", "env");
  private static final Pattern WORKERS =
      Pattern.compile("WEB_CONCURRENCY|GUNICORN_CMD_ARGS\\s*[=:][^\\n]*(?:--workers|-w[ =]?\\d)");

  @RuleProperty(
      key = "singleProcessAllowed",
      description = "Whether the platform scales by replicas, with one worker per container",
      defaultValue = "false")
  public boolean singleProcessAllowed = false;

  @Override
  public void review(ProjectReview review) {
    for (StartCommand command : StartCommand.of(review.project())) {
      Gunicorn.of(command, review.project())
          .flatMap(found -> message(found, review.project()))
          .ifPresent(message -> review.report(command.file(), command.place(), message));
      TrustedProxies.everybody(command, review.project())
          .ifPresent(
              found ->
                  review.report(
                      found.file(),
                      found.place(),
                      "Set %s to the address of the proxy: the port is published, and with * everybody can claim to come by https from any address."
                          .formatted(found.setting())));
    }
  }

  private Optional<String> message(Gunicorn found, Project project) {
    boolean isOnHeroku = found.command().origin() == Origin.PROCFILE;
    boolean mayHaveOne = isOnHeroku || singleProcessAllowed;
    if (found.hasNoWorkerCount() && !mayHaveOne && !isSetByEnvironment(project)) {
      return Optional.of(
          "Pass --workers to gunicorn: without it there is one, and a single slow request keeps all others waiting.");
    }
    if (found.waitsForever()) {
      return Optional.of("Give gunicorn a timeout: with 0 a worker that hangs is never replaced.");
    }
    if (found.isForAsgiWithWsgiWorkers(project)) {
      return Optional.of(
          "Pass --worker-class uvicorn.workers.UvicornWorker: gunicorn's own workers can't run an ASGI application.");
    }
    return found.restartsAllAtOnce()
        ? Optional.of(
            "Pass --max-requests-jitter, too: otherwise all workers restart at the same moment.")
        : Optional.empty();
  }

  /** Whether any file of the deployment, those of variables included, sets the number. */
  private static boolean isSetByEnvironment(Project project) {
    return RepositoryFile.of(project, GunicornWorkerSettingsMissingCheck::isOfDeployment).stream()
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> WORKERS.matcher(text).find());
  }

  private static boolean isOfDeployment(ModulePath path) {
    return DEPLOYMENT.matcher(path.fileName()).matches()
        || (path.isBelow(OF_VARIABLES) && !path.fileName().endsWith(".py"));
  }
}
