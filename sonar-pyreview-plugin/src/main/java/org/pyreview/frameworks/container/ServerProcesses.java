package org.pyreview.frameworks.container;

import java.util.List;
import java.util.Optional;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * What shows that several processes of a project run at the same time.
 *
 * @param place the command that starts them
 */
public record ServerProcesses(ProjectFile file, Place place) {

  /** Of a project; empty if there may be just one. */
  public static Optional<ServerProcesses> several(Project project) {
    List<StartCommand> commands = StartCommand.of(project);
    Optional<StartCommand> multiplied =
        commands.stream().filter(each -> isMultiplied(each, project)).findFirst();
    boolean haveWorker = commands.stream().anyMatch(ServerProcesses::isWorker);
    boolean haveServer = commands.stream().anyMatch(StartCommand::isWebServer);
    return multiplied
        .or(
            () ->
                haveServer && haveWorker
                    ? commands.stream().filter(ServerProcesses::isWorker).findFirst()
                    : Optional.empty())
        .map(each -> new ServerProcesses(each.file(), each.place()));
  }

  private static boolean isMultiplied(StartCommand command, Project project) {
    Optional<String> workers =
        Gunicorn.of(command, project)
            .map(gunicorn -> gunicorn.settings().getOrDefault("workers", "1"))
            .or(
                () ->
                    command.program().matches("uvicorn|hypercorn|granian|fastapi")
                        ? command.option("--workers", "-w")
                        : command.program().equals("uwsgi")
                            ? command.option("--processes", "-p", "--workers")
                            : Optional.empty());
    return workers.filter(number -> number.matches("[2-9]|\\d\\d+|computed")).isPresent();
  }

  private static boolean isWorker(StartCommand command) {
    return command
        .text()
        .matches(
            ".*\\bcelery\\b.* worker\\b.*|.*\\b(?:rqworker|rq worker|dramatiq|huey_consumer|run_huey|qcluster)\\b.*");
  }
}
