package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.container.StartCommand.Image;
import org.pyreview.frameworks.container.StartCommand.Origin;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.pyreview.project.files.YamlFile.Value;

/** Reads what production starts from the files that say it. */
final class StartCommandReader {

  private static final Pattern PROCESS = Pattern.compile("(\\w[\\w-]*):\\s*(.+)");
  private static final String PROCESSES = "processes";
  private static final Pattern EXEC_START = Pattern.compile("\\s*ExecStart\\s*=\\s*[-@:+!]*(.+)");
  private static final Pattern ALL_ARGUMENTS = Pattern.compile("\\$(?:[@*]|\\{[@*]\\})");

  /** A script of the image hands on what it is called with, as a rule. */
  private static final Pattern ENTRY_POINT = Pattern.compile("(?:.*/)?[\\w-]*entry-?point[\\w.-]*");

  private static final int LONGEST = 500;
  private static final int DEEPEST = 5;

  private final Project project;
  private final List<StartCommand> found = new ArrayList<>();

  StartCommandReader(Project project) {
    this.project = project;
  }

  List<StartCommand> read() {
    ImageBuild.of(project).forEach(this::image);
    ComposeService.of(project).stream()
        .filter(service -> !service.isForDevelopers())
        .forEach(this::service);
    for (ProjectFile file : project.files()) {
      if (!DevelopmentPath.of(file.path()).isDevelopment()) {
        if (file.name().equals("Procfile")) {
          lines(file, PROCESS, 2, Origin.PROCFILE);
        } else if (file.name().equals("fly.toml")) {
          processes(file);
        } else if (file.name().endsWith(".service")) {
          lines(file, EXEC_START, 1, Origin.SYSTEMD);
        } else if (file.name().matches(".*\\.ya?ml") && isManifest(file)) {
          YamlFiles.of(project).documents(file).forEach(root -> manifest(file, root));
        }
      }
    }
    return found;
  }

  private static boolean isManifest(ProjectFile file) {
    return file.text()
        .filter(text -> text.contains("containers:") && text.contains("apiVersion:"))
        .isPresent();
  }

  /** Where something is started, before scripts are followed. */
  private record Start(
      ProjectFile file,
      Place place,
      Origin origin,
      Optional<Image> image,
      Map<String, PassedVariable> environment) {

    private Start at(ProjectFile other, Place there) {
      return new Start(other, there, origin, image, environment);
    }
  }

  private void image(ImageBuild build) {
    build
        .start()
        .flatMap(Instruction::place)
        .ifPresent(
            place ->
                add(
                    new Start(
                        build.file(),
                        place,
                        Origin.DOCKERFILE,
                        Optional.of(new Image(build.file(), place)),
                        build.environment()),
                    build.startedWords()));
  }

  /**
   * What a service starts itself. An entry point of its own replaces that of its image with its
   * command; a command alone becomes the arguments of the image's entry point.
   */
  private void service(ComposeService service) {
    Optional<Value> entry = service.value().get("entrypoint");
    Optional<Value> command = service.value().get("command");
    Optional<ImageBuild> build = service.build(project);
    Map<String, PassedVariable> environment =
        new LinkedHashMap<>(build.map(ImageBuild::environment).orElse(Map.of()));
    service.environment().forEach(each -> environment.put(each.name(), each));
    List<String> words = new ArrayList<>();
    entry.ifPresentOrElse(
        own -> words.addAll(words(own)),
        () -> build.ifPresent(each -> words.addAll(each.entryPoint())));
    command.ifPresent(own -> words.addAll(words(own)));
    command
        .or(() -> entry)
        .ifPresent(
            shown ->
                add(
                    new Start(
                        service.file(),
                        shown.place(),
                        Origin.COMPOSE,
                        build.flatMap(StartCommandReader::imageOf),
                        environment),
                    words));
  }

  /** The image, shown where it says what it starts. */
  private static Optional<Image> imageOf(ImageBuild build) {
    return build.start().flatMap(Instruction::place).map(place -> new Image(build.file(), place));
  }

  private void manifest(ProjectFile file, Value root) {
    root.all()
        .flatMap(each -> each.get("containers").stream())
        .flatMap(Value::elements)
        .forEach(container -> container(file, container));
  }

  private void container(ProjectFile file, Value container) {
    Optional<Value> command = container.get("command");
    Optional<Value> arguments = container.get("args");
    List<String> words = new ArrayList<>();
    command.ifPresent(each -> words.addAll(words(each)));
    arguments.ifPresent(each -> words.addAll(words(each)));
    Map<String, PassedVariable> environment = new LinkedHashMap<>();
    container.get("env").stream()
        .flatMap(env -> PassedVariable.in(env, file))
        .forEach(each -> environment.put(each.name(), each));
    command
        .or(() -> arguments)
        .ifPresent(
            shown ->
                add(
                    new Start(
                        file, shown.place(), Origin.KUBERNETES, Optional.empty(), environment),
                    words));
  }

  private static List<String> words(Value command) {
    return command
        .text()
        .map(line -> CommandLine.ofLine(line).words())
        .orElseGet(() -> command.elements().flatMap(each -> each.text().stream()).toList());
  }

  private void lines(ProjectFile file, Pattern pattern, int group, Origin origin) {
    List<String> lines = file.text().stream().flatMap(String::lines).toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = pattern.matcher(lines.get(i));
      if (line.matches()) {
        Place place = Place.inLine(i + 1, line.start(group), line.group(group).length());
        add(
            new Start(file, place, origin, Optional.empty(), Map.of()),
            CommandLine.ofLine(line.group(group)).words());
      }
    }
  }

  /** The table of processes that Fly.io starts from one image. */
  private void processes(ProjectFile file) {
    Pyprojects.of(project).read(file).stream()
        .flatMap(toml -> toml.settings(PROCESSES))
        .filter(process -> process.value() instanceof String)
        .forEach(
            process ->
                add(
                    new Start(
                        file,
                        Place.ofWord(process.key(), process.line(), file.text().orElse("")),
                        Origin.FLY,
                        Optional.empty(),
                        Map.of()),
                    CommandLine.ofLine((String) process.value()).words()));
  }

  private void add(Start start, List<String> written) {
    if (written.size() <= LONGEST) {
      follow(start, new CommandLine(written).unwrapped(), 0);
    }
  }

  /** Up to what a script of the project leaves in the foreground. */
  private void follow(Start start, CommandLine command, int depth) {
    List<String> words = command.words();
    if (words.isEmpty()) {
      return;
    }
    Map<String, PassedVariable> environment = new LinkedHashMap<>(start.environment);
    command
        .variables()
        .forEach(
            (name, value) ->
                environment.put(name, new PassedVariable(name, value, start.file, start.place)));
    Start started = new Start(start.file, start.place, start.origin, start.image, environment);
    Optional<ProjectFile> script = EntryScript.named(words.get(0), project);
    boolean isUnseen =
        script.isEmpty() && words.size() > 1 && ENTRY_POINT.matcher(words.get(0)).matches();
    if (isUnseen && depth < DEEPEST) {
      follow(started, new CommandLine(words.subList(1, words.size())).unwrapped(), depth + 1);
      return;
    }
    if (script.isEmpty() || depth == DEEPEST) {
      found.add(
          new StartCommand(start.file, start.place, words, start.origin, start.image, environment));
      return;
    }
    List<String> arguments = words.subList(1, words.size());
    script
        .flatMap(ProjectFile::text)
        .map(EntryScript::parse)
        .flatMap(entry -> entry.lastCommand(arguments))
        .ifPresent(
            line -> {
              CommandLine inner = CommandLine.parse(line.text()).unwrapped();
              boolean handsOn =
                  !inner.words().isEmpty() && ALL_ARGUMENTS.matcher(inner.words().get(0)).matches();
              follow(
                  handsOn ? started : started.at(script.get(), line.place()),
                  handsOn ? new CommandLine(arguments, inner.variables()).unwrapped() : inner,
                  depth + 1);
            });
  }
}
