package org.pyreview.frameworks.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * What an ASGI application of Django Channels answers.
 *
 * @see <a href="https://channels.readthedocs.io/en/stable/topics/routing.html">Channels:
 *     Routing</a>
 */
final class ChannelRouting {

  private static final String ROUTER = "ProtocolTypeRouter";
  private static final String HTTP = "http";
  private static final Pattern APPLICATION =
      Pattern.compile("([A-Za-z_]\\w*+(?:\\.\\w++)*+):([A-Za-z_]\\w*+)");

  private ChannelRouting() {}

  /** Whether a server starts an application that leaves http to another server. */
  static boolean isForSocketsOnly(StartCommand command, Project project) {
    return command.words().stream()
        .map(APPLICATION::matcher)
        .filter(Matcher::matches)
        .anyMatch(named -> isForSocketsOnly(named.group(1), named.group(2), project));
  }

  private static boolean isForSocketsOnly(String module, String name, Project project) {
    String path = "/" + module.replace('.', '/') + ".py";
    return ProjectCode.of(project).mainModules().stream()
        .filter(each -> ("/" + each.file()).endsWith(path))
        .flatMap((ModuleCode each) -> each.onlyAssignment(name).stream())
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && call.name().equals(ROUTER)
                    && call.at(0, "application_mapping")
                        .filter(ChannelRouting::lacksHttp)
                        .isPresent());
  }

  private static boolean lacksHttp(Expr protocols) {
    return protocols instanceof Expr.Mapping mapping
        && mapping.entries().stream()
            .allMatch(
                each ->
                    each.key().orElse(null) instanceof Expr.Text protocol
                        && !protocol.value().equals(HTTP));
  }
}
