package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.pyreview.project.files.Dockerfile.Stage;
import org.pyreview.project.files.Dockerfile.Word;
import org.pyreview.project.files.YamlFile.Value;

/**
 * What production starts, as a Dockerfile, a compose file, a Procfile, the processes of a fly.toml,
 * a unit of systemd or a manifest of Kubernetes says it; scripts of the project are followed to
 * their last command.
 *
 * @param file where it is written, or the script it leads to
 * @param words the program and its arguments
 * @param origin what kind of file names it
 * @param image the image that starts it
 */
public record StartCommand(
    ProjectFile file, Place place, List<String> words, Origin origin, Optional<Image> image) {

  /**
   * An image.
   *
   * @param place the instruction that starts the command
   */
  public record Image(ProjectFile dockerfile, Place place) {}

  /** What starts it. */
  public enum Origin {
    DOCKERFILE,
    COMPOSE,
    PROCFILE,
    FLY,
    SYSTEMD,
    KUBERNETES
  }

  private static final Pattern PROCESS = Pattern.compile("(\\w[\\w-]*):\\s*(.+)");
  private static final String PROCESSES = "processes";
  private static final Pattern EXEC_START = Pattern.compile("\\s*ExecStart\\s*=\\s*[-@:+!]*(.+)");
  private static final Pattern SHELLS = Pattern.compile("(?:.*/)?(?:ba|da|a)?sh");
  private static final Pattern WRAPPERS =
      Pattern.compile(
          "(?:.*/)?(?:exec|tini|dumb-init|gosu|su-exec|env|nohup|time|newrelic-admin|ddtrace-run|opentelemetry-instrument)");
  private static final Pattern RUNNERS = Pattern.compile("(?:.*/)?(?:uv|poetry|pipenv|pdm|hatch)");
  private static final int LONGEST = 500;

  private record All(List<StartCommand> list) {}

  /** Those of a project. */
  public static List<StartCommand> of(Project project) {
    return project.knowledge(All.class, StartCommand::collect).list;
  }

  private static All collect(Project project) {
    List<StartCommand> found = new ArrayList<>();
    ImageBuild.of(project).forEach(build -> ofImage(build, project, found));
    ComposeService.of(project).forEach(service -> ofCompose(service, project, found));
    for (ProjectFile file : project.files()) {
      if (!DevelopmentPath.of(file.path()).isDevelopment()) {
        if (file.name().equals("Procfile")) {
          ofLines(file, PROCESS, 2, Origin.PROCFILE, project, found);
        } else if (file.name().equals("fly.toml")) {
          ofProcesses(file, project, found);
        } else if (file.name().endsWith(".service")) {
          ofLines(file, EXEC_START, 1, Origin.SYSTEMD, project, found);
        } else if (file.name().matches(".*\\.ya?ml") && isManifest(file)) {
          YamlFiles.of(project)
              .documents(file)
              .forEach(root -> ofManifest(file, root, project, found));
        }
      }
    }
    return new All(found);
  }

  private static boolean isManifest(ProjectFile file) {
    return file.text()
        .filter(text -> text.contains("containers:") && text.contains("apiVersion:"))
        .isPresent();
  }

  private static void ofImage(ImageBuild build, Project project, List<StartCommand> found) {
    Optional<Instruction> entry = last(build, "ENTRYPOINT");
    Optional<Instruction> command = last(build, "CMD");
    Instruction shown = command.or(() -> entry).orElse(null);
    if (shown == null || shown.place().isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>();
    entry.ifPresent(each -> words.addAll(texts(each)));
    command.ifPresent(each -> words.addAll(texts(each)));
    add(
        build.file(),
        shown.place().get(),
        words,
        Origin.DOCKERFILE,
        Optional.of(new Image(build.file(), shown.place().get())),
        project,
        found);
  }

  /** The image that a service builds, shown where it says what it starts. */
  private static Optional<Image> image(ComposeService service, Project project) {
    return service
        .dockerfile()
        .flatMap(
            path ->
                ImageBuild.of(project).stream()
                    .filter(build -> build.file().toString().equals(path))
                    .findFirst())
        .flatMap(
            build ->
                last(build, "CMD")
                    .or(() -> last(build, "ENTRYPOINT"))
                    .flatMap(Instruction::place)
                    .map(place -> new Image(build.file(), place)));
  }

  private static Optional<Instruction> last(ImageBuild build, String keyword) {
    List<Stage> stages = build.finalStages();
    return stages.stream()
        .flatMap(stage -> stage.instructions(keyword).stream())
        .reduce((first, second) -> second);
  }

  private static List<String> texts(Instruction instruction) {
    return instruction.words().stream().map(Word::text).toList();
  }

  private static void ofCompose(ComposeService service, Project project, List<StartCommand> found) {
    service
        .value()
        .get("command")
        .or(() -> service.value().get("entrypoint"))
        .ifPresent(
            command ->
                add(
                    service.file(),
                    command.place(),
                    words(command),
                    Origin.COMPOSE,
                    image(service, project),
                    project,
                    found));
  }

  private static void ofManifest(
      ProjectFile file, Value root, Project project, List<StartCommand> found) {
    root.all()
        .flatMap(each -> each.get("containers").stream())
        .flatMap(Value::elements)
        .forEach(
            container -> {
              List<String> words = new ArrayList<>();
              container.get("command").ifPresent(each -> words.addAll(words(each)));
              container.get("args").ifPresent(each -> words.addAll(words(each)));
              container
                  .get("command")
                  .or(() -> container.get("args"))
                  .ifPresent(
                      shown ->
                          add(
                              file,
                              shown.place(),
                              words,
                              Origin.KUBERNETES,
                              Optional.empty(),
                              project,
                              found));
            });
  }

  private static List<String> words(Value command) {
    return command
        .text()
        .map(StartCommand::split)
        .orElseGet(() -> command.elements().flatMap(each -> each.text().stream()).toList());
  }

  private static List<String> split(String line) {
    return Arrays.stream(line.strip().split("\\s+"))
        .map(word -> word.replaceAll("^[\"']|[\"']$", ""))
        .filter(word -> !word.isEmpty() && !word.equals("\\"))
        .toList();
  }

  private static void ofLines(
      ProjectFile file,
      Pattern pattern,
      int group,
      Origin origin,
      Project project,
      List<StartCommand> found) {
    List<String> lines = file.text().stream().flatMap(String::lines).toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = pattern.matcher(lines.get(i));
      if (line.matches()) {
        add(
            file,
            Place.inLine(i + 1, line.start(group), line.group(group).length()),
            split(line.group(group)),
            origin,
            Optional.empty(),
            project,
            found);
      }
    }
  }

  /** The table of processes that Fly.io starts from one image. */
  private static void ofProcesses(ProjectFile file, Project project, List<StartCommand> found) {
    Pyprojects.of(project).read(file).stream()
        .flatMap(toml -> toml.settings(PROCESSES))
        .filter(process -> process.value() instanceof String)
        .forEach(
            process ->
                add(
                    file,
                    Place.ofWord(process.key(), process.line(), file.text().orElse("")),
                    split((String) process.value()),
                    Origin.FLY,
                    Optional.empty(),
                    project,
                    found));
  }

  private static void add(
      ProjectFile file,
      Place place,
      List<String> written,
      Origin origin,
      Optional<Image> image,
      Project project,
      List<StartCommand> found) {
    List<String> words = unwrapped(written);
    if (words.isEmpty() || words.size() > LONGEST) {
      return;
    }
    Optional<ProjectFile> script = EntryScript.named(words.get(0), project);
    if (script.isEmpty()) {
      found.add(new StartCommand(file, place, words, origin, image));
      return;
    }
    script
        .flatMap(ProjectFile::text)
        .map(EntryScript::parse)
        .flatMap(entry -> entry.lastCommand(words.subList(1, words.size())))
        .ifPresent(
            line -> {
              boolean handsOn = line.text().matches("exec\\s+\"?\\$@\"?.*");
              List<String> inner = handsOn ? words.subList(1, words.size()) : split(line.text());
              List<String> plain = unwrapped(inner);
              if (!plain.isEmpty()) {
                found.add(
                    handsOn
                        ? new StartCommand(file, place, plain, origin, image)
                        : new StartCommand(script.get(), line.place(), plain, origin, image));
              }
            });
  }

  /** Without shells and programs that only run another one. */
  private static List<String> unwrapped(List<String> words) {
    List<String> rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      String first = rest.get(0);
      if (SHELLS.matcher(first).matches() && rest.size() > 1) {
        rest.remove(0);
        if (rest.get(0).matches("-\\w*c")) {
          rest.remove(0);
          // What comes last stays in the foreground.
          String line = String.join(" ", rest);
          rest =
              new ArrayList<>(
                  split(line.substring(line.lastIndexOf("&&") + 1).replaceFirst("^&", "")));
        }
      } else if (WRAPPERS.matcher(first).matches()
          || first.equals("--")
          || first.matches("[A-Z_][A-Z0-9_]*=.*")) {
        rest.remove(0);
      } else if (RUNNERS.matcher(first).matches() && rest.size() > 2 && rest.get(1).equals("run")) {
        rest.subList(0, 2).clear();
      } else if (first.matches("(?:.*/)?python[\\d.]*")
          && rest.size() > 2
          && rest.get(1).equals("-m")) {
        rest.subList(0, 2).clear();
      } else {
        return rest;
      }
    }
    return rest;
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
    Optional<String> argument =
        words.stream().skip(1).filter(word -> !word.startsWith("-")).findFirst();
    if (isPython) {
      return argument
          .filter(path -> path.endsWith(".py"))
          .flatMap(path -> ending(path.replaceFirst("^\\./|^/", ""), project));
    }
    String path = words.get(0).replace('.', '/');
    return words.get(0).matches("[A-Za-z_]\\w*(?:\\.\\w+)*")
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

  /** Whether it starts a server that answers requests of the web with Python. */
  public boolean isWebServer() {
    return program().matches("gunicorn|uvicorn|hypercorn|daphne|uwsgi|granian|waitress-serve")
        || (program().equals("fastapi") && words.contains("run"))
        || isDevelopmentServer();
  }

  /** Whether it starts a server that is meant for the machine of a developer. */
  public boolean isDevelopmentServer() {
    String text = text();
    boolean reloads = program().matches("uvicorn|gunicorn|hypercorn") && words.contains("--reload");
    return reloads
        || text.matches(".*\\bmanage\\.py runserver(?:_plus)?\\b.*")
        || text.matches("django-admin runserver\\b.*")
        || (program().equals("flask") && words.contains("run"))
        || (program().equals("flask") && words.contains("--debug"))
        || (program().equals("fastapi") && words.size() > 1 && words.get(1).equals("dev"));
  }

  /** Whether a project's servers run ASGI applications. */
  public static boolean areForAsgi(Project project) {
    return of(project).stream().anyMatch(StartCommand::isForAsgi);
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
