package org.pyreview.frameworks.container;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * What production starts, as a Dockerfile, a compose file, a Procfile, the processes of a fly.toml,
 * a unit of systemd or a manifest of Kubernetes says it; scripts of the project are followed to
 * their last command.
 *
 * @param file where it is written, or the script it leads to
 * @param words the program and its arguments
 * @param origin what kind of file names it
 * @param image the image that starts it
 * @param environment the variables that it is started with, by their names
 */
public record StartCommand(
    ProjectFile file,
    Place place,
    List<String> words,
    Origin origin,
    Optional<Image> image,
    Map<String, PassedVariable> environment) {

  /**
   * An image.
   *
   * @param place the instruction that starts the command
   */
  public record Image(ProjectFile dockerfile, Place place) {

    /** Whether other processes than servers of the web are started from it, too. */
    public boolean runsWorkers(Project project) {
      return of(project).stream()
          .filter(each -> each.image().filter(this::equals).isPresent())
          .anyMatch(
              each ->
                  WORKER.matcher(each.text()).find()
                      || (!each.file().equals(dockerfile)
                          && each.file().text().filter(Image::startsWorkers).isPresent()));
    }

    /** A script that starts one thing or the other. */
    private static boolean startsWorkers(String script) {
      return script.startsWith("#!") && WORKER.matcher(script).find();
    }
  }

  private static final Pattern WORKER =
      Pattern.compile(
          "\\bcelery\\b[^\\n]* (?:worker|beat)\\b|\\brq (?:worker|scheduler)\\b|\\b(?:rqworker|dramatiq|huey_consumer|run_huey|qcluster|supervisord)\\b");

  private static final Pattern ALTERNATIVE =
      Pattern.compile(
          "#+\\s*(?:CMD|ENTRYPOINT|command:|entrypoint:)[\\s\\[\"']*+(?:[\\w/.-]+[\\s,\"']+){0,4}?(?:gunicorn|uvicorn|hypercorn|daphne|uwsgi|granian|waitress-serve)\\b(?!.*--reload\\b).*");

  /** What starts it. */
  public enum Origin {
    DOCKERFILE,
    COMPOSE,
    PROCFILE,
    FLY,
    SYSTEMD,
    KUBERNETES
  }

  private record All(List<StartCommand> list) {}

  /** Those of a project. */
  public static List<StartCommand> of(Project project) {
    return project.knowledge(All.class, each -> new All(new StartCommandReader(each).read())).list;
  }

  /** The program's name without its folder. */
  public String program() {
    return words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
  }

  /** As one line. */
  public String text() {
    return String.join(" ", words);
  }

  /** The value of an option: {@code --workers 4}, {@code --workers=4}, {@code -w4}. */
  public Optional<String> option(String... names) {
    for (String name : names) {
      for (int i = 1; i < words.size(); i++) {
        String word = words.get(i);
        if (word.equals(name)) {
          return Optional.of(i + 1 < words.size() ? words.get(i + 1) : "");
        }
        if (word.startsWith(name + "=")) {
          return Optional.of(word.substring(name.length() + 1));
        }
        boolean isShort = name.matches("-\\w") && word.startsWith(name) && word.length() > 2;
        if (isShort) {
          return Optional.of(word.substring(2));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The Python file of the project that it runs: {@code python shop/run.py}, {@code python -m
   * shop.run}.
   *
   * @return empty if it is none of the project, or may be several
   */
  public Optional<ProjectFile> script(Project project) {
    boolean isPython = program().matches("python[\\d.]*");
    Optional<String> file =
        words.stream()
            .limit(isPython ? words.size() : 1)
            .filter(word -> word.endsWith(".py"))
            .findFirst();
    if (isPython || file.isPresent()) {
      return file.flatMap(path -> ending(path.replaceFirst("^\\./|^/", ""), project));
    }
    String path = words.get(0).replace('.', '/');
    return words.get(0).matches("[A-Za-z_]\\w*+(?:\\.\\w++)*+")
        ? ending(path + ".py", project).or(() -> ending(path + "/__main__.py", project))
        : Optional.empty();
  }

  /** The file with a path; of a longer path, which starts in the image, its end. */
  private static Optional<ProjectFile> ending(String path, Project project) {
    Optional<ProjectFile> exact = project.file(path);
    if (exact.isPresent()) {
      return exact;
    }
    List<ProjectFile> found =
        project.files().stream()
            .filter(file -> file.toString().endsWith("/" + path) || isInImage(file, path))
            .filter(file -> !DevelopmentPath.of(file.path()).isDevelopment())
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** {@code app/run.py} in an image that has the project in {@code app}. */
  private static boolean isInImage(ProjectFile file, String path) {
    return path.contains("/") && path.endsWith("/" + file);
  }

  /** Whether it names the module of a file, and what to take from it: {@code shop.web:app}. */
  public boolean serves(ProjectFile file) {
    String module = "." + file.toString().replaceFirst("\\.py$", "").replace('/', '.');
    return words.stream()
        .flatMap(word -> Stream.of(word.split("\\s+")))
        .filter(word -> word.matches("\\w+(?:\\.\\w+)*:\\w+(?:\\(\\))?"))
        .anyMatch(word -> module.endsWith("." + word.substring(0, word.indexOf(':'))));
  }

  /** Whether it starts a server that answers requests of the web with Python. */
  public boolean isWebServer() {
    return program().matches("gunicorn|uvicorn|hypercorn|daphne|uwsgi|granian|waitress-serve")
        || (program().equals("fastapi") && words.contains("run"))
        || isDevelopmentServer();
  }

  /** Whether it starts a server that is meant for the machine of a developer. */
  public boolean isDevelopmentServer() {
    String text = text();
    return reloads()
        || text.matches(".*\\bmanage\\.py runserver(?:_plus)?\\b.*")
        || (program().matches("django-admin|django") && words.contains("runserver"))
        || (program().equals("flask") && words.contains("run"))
        || (program().equals("flask") && words.contains("--debug"))
        || (program().equals("fastapi") && words.size() > 1 && words.get(1).equals("dev"));
  }

  /** Whether it watches the code and starts anew after each change. */
  public boolean reloads() {
    return switch (program()) {
      case "gunicorn" ->
          words.contains("--reload") || variable("GUNICORN_CMD_ARGS").contains("--reload");
      case "hypercorn" -> words.contains("--reload");
      case "uvicorn", "granian" ->
          words.contains("--reload")
              || variable(program().toUpperCase(Locale.ROOT) + "_RELOAD")
                  .matches("(?i)1|true|t|yes|y|on");
      default -> false;
    };
  }

  /**
   * Whether the comments right above or below hold a command that starts a server for production:
   * whoever deploys it changes over, as the text says.
   */
  public boolean hasAlternative() {
    List<String> lines = file.text().stream().flatMap(String::lines).toList();
    return startsOther(lines, place.line() - 1, -1) || startsOther(lines, place.endLine() - 1, 1);
  }

  private static boolean startsOther(List<String> lines, int from, int step) {
    for (int i = from + step; i >= 0 && i < lines.size(); i += step) {
      String line = lines.get(i).strip();
      if (!line.startsWith("#")) {
        return false;
      }
      if (ALTERNATIVE.matcher(line).matches()) {
        return true;
      }
    }
    return false;
  }

  private String variable(String name) {
    PassedVariable found = environment.get(name);
    return found == null ? "" : found.value();
  }

  /** Whether a project's servers run ASGI applications. */
  public static boolean areForAsgi(Project project) {
    return of(project).stream()
        .anyMatch(each -> each.isForAsgi() && !ChannelRouting.isForSocketsOnly(each, project));
  }

  /** Whether a project's servers run WSGI applications. */
  public static boolean areForWsgi(Project project) {
    return of(project).stream()
        .anyMatch(
            each ->
                each.program().matches("gunicorn|uwsgi|waitress-serve|mod_wsgi-express")
                    && !each.isForAsgi());
  }

  private boolean isForAsgi() {
    return program().matches("uvicorn|hypercorn|daphne")
        || (program().equals("gunicorn") && text().contains("UvicornWorker"));
  }
}
