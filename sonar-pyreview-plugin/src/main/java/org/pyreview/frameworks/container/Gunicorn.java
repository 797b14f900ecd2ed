package org.pyreview.frameworks.container;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A gunicorn that production starts, with the settings of its command line, its configuration file
 * and {@code GUNICORN_CMD_ARGS}.
 *
 * @param settings values by their names in a configuration file
 * @see <a href="https://docs.gunicorn.org/en/stable/settings.html">Gunicorn: settings</a>
 */
public record Gunicorn(StartCommand command, Map<String, String> settings) {

  private static final Map<String, String[]> OPTIONS =
      Map.of(
          "workers", new String[] {"--workers", "-w"},
          "timeout", new String[] {"--timeout", "-t"},
          "worker_class", new String[] {"--worker-class", "-k"},
          "max_requests", new String[] {"--max-requests"},
          "max_requests_jitter", new String[] {"--max-requests-jitter"},
          "forwarded_allow_ips", new String[] {"--forwarded-allow-ips"});
  private static final Pattern ARGUMENTS =
      Pattern.compile("GUNICORN_CMD_ARGS\\s*[=:]\\s*[\"']?([^\"'\\n]+)");
  private static final String STANDARD = "gunicorn.conf.py";
  private static final Pattern APPLICATION = Pattern.compile("([\\w.]+):(\\w+)");

  /** The gunicorn that a command starts; empty if it starts something else. */
  public static Optional<Gunicorn> of(StartCommand command, Project project) {
    if (!command.program().equals("gunicorn")) {
      return Optional.empty();
    }
    Map<String, String> settings = new HashMap<>();
    String path =
        command.option("--config", "-c").orElse(STANDARD).replaceFirst("^(?:python|file):", "");
    ProjectCode code = ProjectCode.of(project);
    configuration(path, code).ifPresent(module -> read(module, settings));
    boolean isFromVariable = command.words().stream().anyMatch(Gunicorn::isVariable);
    if (isFromVariable || configuration(path, code).filter(Gunicorn::isComputed).isPresent()) {
      settings.putIfAbsent("workers", "computed");
    }
    for (ProjectFile file : project.files()) {
      if (file.name().matches("(?i).*dockerfile.*|.*\\.ya?ml|\\.env.*")) {
        file.text()
            .map(ARGUMENTS::matcher)
            .filter(Matcher::find)
            .ifPresent(arguments -> read(of(command, arguments.group(1)), settings));
      }
    }
    Optional.ofNullable(command.environment().get("GUNICORN_CMD_ARGS"))
        .ifPresent(own -> read(of(command, own.value()), settings));
    read(command, settings);
    return Optional.of(new Gunicorn(command, settings));
  }

  /** The file whose path ends like the one that is written; of several the shortest. */
  private static Optional<ModuleCode> configuration(String path, ProjectCode code) {
    String plain = path.replaceFirst("^(?:\\.?/)+", "");
    String name = plain.substring(plain.lastIndexOf('/') + 1);
    return code.modules().stream()
        .filter(
            module ->
                module.file().name().equals(name) || module.file().name().equals(name + ".py"))
        .min(
            Comparator.comparing((ModuleCode module) -> !isAt(module, plain))
                .thenComparing(module -> module.file().toString().length()));
  }

  /** Whether one path is the end of the other: the image may have the project in a folder. */
  private static boolean isAt(ModuleCode module, String path) {
    String file = "/" + module.file().toString().replaceFirst("\\.py$", "");
    String wanted = "/" + path.replaceFirst("\\.py$", "").replaceFirst("^.*/(?=[^/]+/[^/]+$)", "");
    return file.endsWith(wanted);
  }

  /** {@code -c $CONFIGURATION}, {@code $OPTIONS}: its value may set anything. */
  private static boolean isVariable(String word) {
    return word.matches("\"?\\$(?:\\w+|\\{.*\\})\"?") || word.matches("(?:-c|--config)=?.*\\$.*");
  }

  /** Whether a file makes settings of names that it doesn't write out. */
  private static boolean isComputed(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && Set.of("locals", "globals", "vars", "setattr", "exec")
                        .contains(call.name()));
  }

  private static StartCommand of(StartCommand command, String arguments) {
    return new StartCommand(
        command.file(),
        command.place(),
        CommandLine.ofLine("gunicorn " + arguments).words(),
        command.origin(),
        command.image(),
        command.environment());
  }

  private static void read(StartCommand command, Map<String, String> settings) {
    OPTIONS.forEach(
        (name, options) -> command.option(options).ifPresent(value -> settings.put(name, value)));
  }

  private static void read(ModuleCode module, Map<String, String> settings) {
    module
        .topLevel()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .forEach(
            assign ->
                assign
                    .name()
                    .filter(OPTIONS::containsKey)
                    .ifPresent(
                        name ->
                            settings.put(
                                name, assign.value().map(Gunicorn::written).orElse("computed"))));
  }

  private static String written(Expr value) {
    return value instanceof Expr.Constant constant
        ? constant.text()
        : value instanceof Expr.Text text ? text.value() : "computed";
  }

  /** Whether nothing says how many workers it has: it starts one. */
  public boolean hasNoWorkerCount() {
    return !settings.containsKey("workers");
  }

  /** Whether its workers answer one request after the other. */
  public boolean isSync() {
    return settings.getOrDefault("worker_class", "sync").equals("sync");
  }

  /** Whether a worker that hangs is never ended. */
  public boolean waitsForever() {
    return settings.getOrDefault("timeout", "30").equals("0") && isSync();
  }

  /** Whether all workers are restarted at about the same moment. */
  public boolean restartsAllAtOnce() {
    String most = settings.getOrDefault("max_requests", "0");
    return !most.equals("0") && !settings.containsKey("max_requests_jitter");
  }

  /** Whether workers for WSGI get an application for ASGI. */
  public boolean isForAsgiWithWsgiWorkers(Project project) {
    return isSync()
        && !settings.getOrDefault("worker_class", "").equals("computed")
        && command.words().stream()
            .skip(1)
            .anyMatch(word -> word.matches("[\\w.]*\\basgi(?::\\w+)?") || isFastApi(word, project));
  }

  /** Whether {@code app.main:app} is in a module that makes an application of FastAPI. */
  private static boolean isFastApi(String word, Project project) {
    Matcher named = APPLICATION.matcher(word);
    return named.matches()
        && ProjectCode.of(project).mainModules().stream()
            .filter(
                module ->
                    ("/" + module.file()).endsWith("/" + named.group(1).replace('.', '/') + ".py"))
            .anyMatch(
                module ->
                    module.binds(named.group(2))
                        && module.importsAny(Set.of("fastapi"))
                        && module.mentions("FastAPI")
                        && !module.mentions("WSGI", "wsgi"));
  }
}
