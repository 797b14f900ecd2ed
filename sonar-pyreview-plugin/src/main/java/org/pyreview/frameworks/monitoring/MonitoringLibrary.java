package org.pyreview.frameworks.monitoring;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A library that reports errors or measures, and has to be started.
 *
 * @param distribution its normalised name
 * @param names what code names that uses it
 * @param starter the function that starts it; empty if an import or a setting is enough
 * @param command what starts it around the application; empty for none
 * @param remedy what to add
 */
public record MonitoringLibrary(
    String distribution, List<String> names, String starter, String command, String remedy) {

  private static final List<MonitoringLibrary> ALL =
      List.of(
          new MonitoringLibrary(
              "sentry-sdk", List.of("sentry_sdk"), "init", "", "Call sentry_sdk.init()"),
          new MonitoringLibrary("rollbar", List.of("rollbar"), "init", "", "Call rollbar.init()"),
          new MonitoringLibrary(
              "prometheus-client",
              List.of("prometheus_client"),
              "",
              "",
              "Serve the metrics of prometheus_client"),
          new MonitoringLibrary(
              "django-prometheus",
              List.of("django_prometheus"),
              "",
              "",
              "Add django_prometheus to INSTALLED_APPS, MIDDLEWARE and the URLs"),
          new MonitoringLibrary(
              "prometheus-fastapi-instrumentator",
              List.of("prometheus_fastapi_instrumentator"),
              "instrument",
              "",
              "Call Instrumentator().instrument(app).expose(app)"),
          new MonitoringLibrary(
              "prometheus-flask-exporter",
              List.of("prometheus_flask_exporter"),
              "",
              "",
              "Make PrometheusMetrics(app)"),
          new MonitoringLibrary(
              "opentelemetry-sdk",
              List.of("opentelemetry.sdk"),
              "",
              "opentelemetry-instrument",
              "Configure opentelemetry.sdk, or start the server with opentelemetry-instrument"),
          new MonitoringLibrary(
              "ddtrace",
              List.of("ddtrace"),
              "",
              "ddtrace-run",
              "Start the server with ddtrace-run"),
          new MonitoringLibrary(
              "newrelic",
              List.of("newrelic.agent"),
              "",
              "newrelic-admin",
              "Start the server with newrelic-admin run-program"),
          new MonitoringLibrary(
              "elastic-apm", List.of("elasticapm"), "", "", "Add elasticapm to the application"));

  private static final String[] TOOLS = {
    "sentry_sdk",
    "raven",
    "rollbar",
    "bugsnag",
    "honeybadger",
    "pybrake",
    "airbrake",
    "newrelic",
    "ddtrace",
    "elasticapm",
    "opentelemetry",
    "prometheus_client",
    "django_prometheus",
    "prometheus_fastapi_instrumentator",
    "prometheus_flask_exporter",
    "starlette_exporter",
    "statsd",
    "appsignal",
    "scout_apm",
    "logfire",
    "azure.monitor",
    "aws_xray_sdk",
    "error_reporting",
    "AdminEmailHandler",
    "SMTPHandler"
  };
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?i)sentry|\\braven\\b|rollbar|bugsnag|honeybadger|airbrake|newrelic|ddtrace|datadog|elastic-?apm|opentelemetry|\\botel\\b|prometheus|statsd|appsignal|scout-apm|logfire|azure-monitor|xray|error-reporting");
  private static final String[] MAILED = {"ADMINS"};

  /** All that are known. */
  public static List<MonitoringLibrary> all() {
    return ALL;
  }

  /** Whether anything in a project reports errors or measures. */
  public static boolean isAnyIn(Project project) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInCode(TOOLS)
        || mentions.areInOperation(WRITTEN)
        || ProjectCode.of(project).mainModules().stream()
            .anyMatch(module -> module.mentions(MAILED) && module.binds(MAILED[0]));
  }

  /** Whether something in a project starts it. */
  public boolean isStartedIn(Project project) {
    boolean isWrapped =
        !command.isEmpty()
            && Mentions.of(project).areInOperation(Pattern.compile(Pattern.quote(command)));
    return isWrapped
        || ProjectCode.of(project).mainModules().stream()
            .filter(module -> module.mentions(names.toArray(String[]::new)))
            .anyMatch(module -> starter.isEmpty() || calls(module));
  }

  private boolean calls(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Call call && call.name().equals(starter));
  }
}
