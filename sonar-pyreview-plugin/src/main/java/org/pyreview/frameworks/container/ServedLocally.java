package org.pyreview.frameworks.container;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;

/**
 * Whether nothing but a server for developers, such as runserver, ever answers the requests of an
 * application: it is a lab or a first draft on the reader's own computer.
 *
 * @param only whether it is so
 */
public record ServedLocally(boolean only) {

  private static final Pattern MANIFEST =
      Pattern.compile(
          "(?:.*[-_.])?requirements.*\\.(?:txt|in)|pyproject\\.toml|Pipfile|setup\\.py");
  private static final Pattern SERVER =
      Pattern.compile(
          "(?i)\\b(?:gunicorn|uvicorn|uwsgi|pyuwsgi|daphne|hypercorn|granian|waitress|mod[-_]wsgi|cherrypy|cheroot|bjoern|gevent)\\b");

  /**
   * Of the application in a part of a repository.
   *
   * @return not so, too, where nothing says what starts it
   */
  public static ServedLocally of(RepositoryPart part, Project project) {
    List<StartCommand> servers =
        StartCommand.of(project).stream()
            .filter(StartCommand::isWebServer)
            .filter(each -> RepositoryParts.of(project).of(each.file()).equals(part))
            .toList();
    boolean isOnly =
        !servers.isEmpty()
            && servers.stream().allMatch(StartCommand::isDevelopmentServer)
            && !installsServer(part);
    return new ServedLocally(isOnly);
  }

  private static boolean installsServer(RepositoryPart part) {
    return part.files().stream()
        .filter(file -> MANIFEST.matcher(file.name()).matches())
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> SERVER.matcher(text).find());
  }
}
