package org.pyreview.checks.deployment;

import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "development-server-in-production-entry-point")
public class DevelopmentServerInProductionEntryPointCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    StartCommand.of(review.project()).stream()
        .filter(StartCommand::isDevelopmentServer)
        .forEach(
            command ->
                review.report(
                    command.file(),
                    command.place(),
                    "Start a server for production here, gunicorn or uvicorn for one: `%s` is for developers, shows its insides and answers few requests."
                        .formatted(command.text())));
  }
}
