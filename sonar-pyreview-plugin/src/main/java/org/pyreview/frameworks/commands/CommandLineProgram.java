package org.pyreview.frameworks.commands;

import java.util.Set;
import org.pyreview.frameworks.web.WebFrameworks;
import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/**
 * Whether somebody runs the project in a terminal: it reads arguments, and neither answers requests
 * nor works off a queue. Its user decides where files go and how long they stay.
 *
 * @param readsArguments whether the project reads arguments of a command line
 * @param isOne whether it is such a program, and no more
 */
public record CommandLineProgram(boolean readsArguments, boolean isOne) {

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
    return project.knowledge(CommandLineProgram.class, CommandLineProgram::look);
  }

  private static CommandLineProgram look(Project project) {
    boolean readsArguments = imports(project, ARGUMENT_READERS);
    return new CommandLineProgram(
        readsArguments,
        readsArguments
            && WebFrameworks.of(project).names().isEmpty()
            && !imports(project, SERVERS));
  }

  private static boolean imports(Project project, Set<String> packages) {
    return ProjectCode.of(project).mainModules().stream()
        .anyMatch(module -> module.importsAny(packages));
  }
}
