package org.pyreview.checks.deployment;

import java.util.Optional;
import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.frameworks.web.StartedServer;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.ProjectCode;
import org.sonar.check.Rule;

@Rule(key = "development-server-in-production-entry-point")
public class DevelopmentServerInProductionEntryPointCheck extends CodeCheck {

  private static final String FOR_DEVELOPERS =
      "Start a server for production here, gunicorn or uvicorn for one: `%s` is for developers, shows its insides and answers few requests.";
  private static final String RELOADING =
      "Start `%s` without reloading here: a server that watches its files runs one process only, and drops requests when a file changes.";

  @Override
  public void review(ProjectReview review) {
    for (StartCommand command : StartCommand.of(review.project())) {
      boolean isItself = command.isDevelopmentServer();
      Optional<StartedServer> started = isItself ? Optional.empty() : startedBy(command, review);
      if ((isItself && !command.hasAlternative()) || started.isPresent()) {
        boolean reloads = isItself ? command.reloads() : started.get().reloads();
        ProjectReview.Issue issue =
            review.report(
                command.file(),
                command.place(),
                (reloads ? RELOADING : FOR_DEVELOPERS)
                    .formatted(started.map(StartedServer::call).orElse(command.text())));
        started.ifPresent(
            server ->
                issue.because(server.module().file(), server.place(), "The command runs this."));
      }
    }
  }

  private static Optional<StartedServer> startedBy(StartCommand command, ProjectReview review) {
    ProjectCode code = ProjectCode.of(review.project());
    return command
        .script(review.project())
        .flatMap(code::module)
        .flatMap(module -> StartedServer.of(module, code));
  }
}
