package org.pyreview.frameworks.commands;

import java.util.Set;
import org.pyreview.frameworks.web.WebFrameworks;
import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/**
 * A project that somebody runs in a terminal: it reads arguments, and neither answers requests nor
 * works off a queue. Its user decides where files go and how long they stay.
 *
 * @param isOne whether the project is one
 */
public record CommandLineProgram(boolean isOne) {

  private static final Set<String> ARGUMENT_READERS =
      Set.of("argparse", "optparse", "getopt", "click", "typer", "docopt", "fire");
  private static final Set<String> SERVERS =
      Set.of(
          "aiohttp",
          "tornado",
          "sanic",
          "bottle",
          "falcon",
          "pyramid",
          "litestar",
          "celery",
          "rq",
          "dramatiq",
          "huey",
          "arq",
          "faust",
          "grpc",
          "socketserver",
          "wsgiref");

  /** Looks at the imports of a project's main code, once. */
  public static CommandLineProgram of(Project project) {
    return project.knowledge(
        CommandLineProgram.class,
        each ->
            new CommandLineProgram(
                WebFrameworks.of(each).names().isEmpty()
                    && imports(each, ARGUMENT_READERS)
                    && !imports(each, SERVERS)));
  }

  private static boolean imports(Project project, Set<String> packages) {
    return ProjectCode.of(project).mainModules().stream()
        .anyMatch(module -> module.importsAny(packages));
  }
}
