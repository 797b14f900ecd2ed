package org.pyreview.frameworks.monitoring;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.HealthProbes;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** A path of a web application that says whether it is well. */
public final class HealthEndpoint {

  /** Last parts of the paths that are meant for it. */
  public static final String PATHS =
      "_*(?:health|healthz|healthy|health[-_]?checks?|livez?|readyz?|liveness|readiness|alive|ping|up|status|heartbeat|lbheartbeat|ht)_*";

  private static final Pattern LIBRARY =
      Pattern.compile(
          "django-?health-?check|django-?watchman|dockerflow|py-?healthcheck|fastapi-?health|flask-?healthz?");
  private static final String[] MODULES = {
    "health_check", "watchman", "dockerflow", "healthcheck", "fastapi_health", "flask_healthz"
  };
  private static final Pattern PROBED =
      Pattern.compile(
          "(?m)(?:httpGet|healthcheck|HEALTHCHECK|livenessProbe|readinessProbe|healthCheckPath|http_checks|http_service\\.checks|health_check_path)[\\s\\S]{0,240}?(?:https?://|path)");

  /** An address, or a script that asks one. */
  private static final Pattern ASKED =
      Pattern.compile("(?m)^HEALTHCHECK[\\s\\S]{0,240}?(?:https?://|health|\\.sh\\b)");

  private HealthEndpoint() {}

  /**
   * Whether a project has one, or something that asks another path.
   *
   * @param lastPart of the paths that count
   */
  public static boolean isIn(Project project, Pattern lastPart) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInCode(MODULES)
        || mentions.areInOperation(LIBRARY)
        || (HealthProbes.of(project).areSomewhereElse() && mentions.areInOperation(PROBED))
        || mentions.areInOperation(ASKED)
        || ProjectCode.of(project).mainModules().stream()
            .flatMap(module -> Stream.concat(paths(module), routedFunctions(module)))
            .anyMatch(path -> lastPart.matcher(lastPart(path)).matches());
  }

  /**
   * {@code ping} of {@code @app.get("/api/books") def ping()}: its name says what it is for. What
   * takes a parameter asks for something else.
   */
  private static Stream<String> routedFunctions(ModuleCode module) {
    return module
        .functions()
        .filter(
            function ->
                function.parameters().isEmpty()
                    && function.decorators().stream()
                        .anyMatch(each -> each instanceof Expr.Call call && routes(call)))
        .map(Stmt.Function::name);
  }

  /** What a module's calls and comparisons name as a path. */
  private static Stream<String> paths(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .flatMap(HealthEndpoint::path);
  }

  private static Stream<String> path(Expr expression) {
    if (expression instanceof Expr.Text text && text.value().startsWith("/")) {
      return Stream.of(text.value());
    }
    return expression instanceof Expr.Call call && routes(call)
        ? call
            .at(0, "route")
            .or(() -> call.named("path"))
            .filter(Expr.Text.class::isInstance)
            .map(first -> ((Expr.Text) first).value())
            .stream()
        : Stream.empty();
  }

  private static boolean routes(Expr.Call call) {
    return call.name()
        .matches(
            "path|re_path|url|route|get|api_route|add_url_rule|add_api_route|add_route|Route|resource|add_resource|view_config");
  }

  private static String lastPart(String path) {
    String plain =
        path.replaceAll("^\\^|\\\\|\\?|\\$$|\\(\\)|/+$|\\.json$", "").replaceAll("/+$", "");
    return plain.substring(plain.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** How many routes of Django a part of a repository writes. */
  public static int djangoRoutes(RepositoryPart part, Project project) {
    return (int)
        ProjectCode.of(project).mainModules().stream()
            .filter(module -> part.encloses(module.file().path()))
            .filter(module -> module.mentions("urlpatterns"))
            .flatMap(module -> module.statements().stream())
            .flatMap(Stmt::everyExpression)
            .filter(
                each ->
                    each instanceof Expr.Call call
                        && call.name().matches("path|re_path|url|register"))
            .count();
  }
}
