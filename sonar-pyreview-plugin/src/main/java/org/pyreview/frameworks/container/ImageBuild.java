package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.files.Dockerfile;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.pyreview.project.files.Dockerfile.Stage;
import org.pyreview.python.CodeRole;

/**
 * A Dockerfile that makes an image for production with Python in it.
 *
 * @param target the stage that compose files build; empty for the last one
 */
public record ImageBuild(ProjectFile file, Dockerfile dockerfile, Optional<String> target) {

  private static final Pattern PYTHON =
      Pattern.compile(
          "(?i).*\\b(?:python\\d?|pip\\d?|poetry|uv|pipenv|pdm|gunicorn|uvicorn|manage\\.py)\\b.*");

  /** Installs what a file declares. */
  private static final Pattern INSTALLATION =
      Pattern.compile(
          "(?:.*/)?(?:python[\\d.]* -m )?(?:uv )?pip[\\d.]* (?:.* )?install (?:.* )?(?:-r|--requirement|-e \\.|\\.(?:\\[[^]]*\\])?(?: .*)?$).*"
              + "|(?:.*/)?poetry (?:.* )?install\\b.*|(?:.*/)?uv (?:.* )?sync\\b.*"
              + "|(?:.*/)?pipenv (?:.* )?(?:install|sync)\\b.*|(?:.*/)?pdm (?:.* )?(?:install|sync)\\b.*");

  /** Runs tests. */
  static final Pattern RUNS_TESTS =
      Pattern.compile(
          "(?:^|[\\s/;&])(?:pytest|py\\.test|tox|nox|nose2|nosetests|unittest|manage\\.py test|run_?tests?(?:\\.sh|\\.py)?|make (?:\\w+-)?tests?)(?=\\s|$)");

  private static final Pattern PIP =
      Pattern.compile("(?:.*/)?(?:python[\\d.]* -m )?pip[\\d.]* (?:.* )?install\\b.*");

  /** Every build runs all instructions anyway. */
  private static final Pattern WITHOUT_CACHE =
      Pattern.compile("\\b(?:docker|podman|buildah)(?: buildx)? build\\b[^\\n]*--no-cache\\b(?!-)");

  private static final Pattern NOT_FOR_PRODUCTION =
      Pattern.compile(
          "(?i)\\b(?:do not|don't|never|not) (?:be )?(?:use|used|run|meant|intended|suitable)\\b[^.\\n]{0,60}\\bproduction\\b|\\b(?:only for|for) (?:local )?development only\\b|\\b(?:only|solely) (?:meant )?for (?:local )?development\\b");

  /** What the comment at the head of a Dockerfile says of an image to work or build in. */
  private static final Pattern FOR_WORK =
      Pattern.compile(
          "(?i)\\b(?:development|dev|testing|build) (?:container|environment|image)\\b|\\bimage (?:for|to) (?:develop|build)\\w*|\\b(?:builds?|building) (?:\\w+ ){0,3}(?:packages|debs|rpms|wheels)\\b");

  private static final Set<String> OF_BUILDERS =
      Set.of("builder", "builders", "toolchain", "packaging", ".devcontainer", "devenv");

  /** Wheels of an earlier stage, and code that lies there already: little is fetched. */
  private static final Pattern LOCAL =
      Pattern.compile(".*(?:--no-index|--no-deps|--find-links|/wheels?\\b|\\.whl\\b).*");

  /** Installs the project's own code. */
  private static final Pattern ONLY_PROJECT =
      Pattern.compile(".*? install(?: -\\S+)* \\./?(?:\\[[^]]*\\])?(?: -\\S+)*");

  /** Installs what the project needs: it, installed later, fetches nothing. */
  private static final Pattern OF_LIST =
      Pattern.compile(".* install (?:.* )?(?:-r|--requirement|\\S*/wheels?/|\\S*\\.whl\\b).*");

  /** Tools that install packages, whose own wheels are small. */
  private static final Pattern INSTALLERS =
      Pattern.compile("(?:pip|setuptools|wheel|uv|poetry|pipenv|pdm)(?:[=<>~!].*)?");

  private record All(List<ImageBuild> list) {}

  /** Those of a project. */
  public static List<ImageBuild> of(Project project) {
    return project.knowledge(All.class, ImageBuild::read).list;
  }

  private static All read(Project project) {
    List<ImageBuild> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      boolean isForProduction =
          Dockerfile.isNamed(file.name())
              && !DevelopmentPath.of(file.path()).isDevelopment()
              && !file.path().isBelow(OF_BUILDERS)
              && !Set.of(CodeRole.EXAMPLE, CodeRole.TEST).contains(CodeRole.of(file.path()));
      if (isForProduction) {
        file.plainText()
            .filter(text -> text.lines().anyMatch(line -> PYTHON.matcher(line).matches()))
            .map(text -> new ImageBuild(file, Dockerfile.parse(text), target(file, project)))
            .filter(build -> !build.isForTests(project) && !build.isForDevelopers(project))
            .ifPresent(found::add);
      }
    }
    return new All(found);
  }

  /** Whether all that starts it runs tests: its own command, or every service that builds it. */
  private boolean isForTests(Project project) {
    boolean testsItself = RUNS_TESTS.matcher(String.join(" ", startedWords())).find();
    List<Boolean> uses = ComposeService.runningTests(file, project, testsItself);
    return uses.isEmpty() ? testsItself : uses.stream().allMatch(each -> each);
  }

  /** Whether only services for developers build it, and servers get the code in another way. */
  private boolean isForDevelopers(Project project) {
    return isSaidToBeForDevelopers(project) || isBuiltForDevelopers(project) || saysItIsForWork();
  }

  private boolean saysItIsForWork() {
    String head =
        file.text()
            .orElse("")
            .lines()
            .takeWhile(line -> line.isBlank() || line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ?", ""))
            .collect(Collectors.joining(" "));
    return NOT_FOR_PRODUCTION.matcher(head).find() || FOR_WORK.matcher(head).find();
  }

  /** Whether the README beside it, in a folder of its own, keeps it away from production. */
  private boolean isSaidToBeForDevelopers(Project project) {
    return !file.folder().isEmpty()
        && project.files().stream()
            .filter(each -> each.folder().equals(file.folder()))
            .filter(each -> each.name().toLowerCase(Locale.ROOT).startsWith("readme"))
            .flatMap(each -> each.text().stream())
            .anyMatch(text -> NOT_FOR_PRODUCTION.matcher(text).find());
  }

  private boolean isBuiltForDevelopers(Project project) {
    return project.files().stream()
            .anyMatch(
                each -> each.name().matches("Procfile|\\.platform\\.app\\.yaml|nixpacks\\.toml"))
        && ComposeService.isBuiltForDevelopersOnly(file, project);
  }

  /** The stage that all services for servers build; empty if they don't agree. */
  private static Optional<String> target(ProjectFile file, Project project) {
    Set<Optional<String>> targets =
        ComposeService.of(project).stream()
            .filter(service -> !service.isForDevelopers())
            .filter(service -> service.dockerfile().filter(file.toString()::equals).isPresent())
            .map(ComposeService::target)
            .collect(Collectors.toSet());
    return targets.size() == 1 ? targets.iterator().next() : Optional.empty();
  }

  /** The stages whose layers are in the image. */
  public List<Stage> finalStages() {
    return dockerfile.stagesOf(target);
  }

  /** The instruction that says what a container starts: CMD, or ENTRYPOINT without one. */
  Optional<Instruction> start() {
    return command().or(this::entry);
  }

  /** What a container starts. */
  List<String> startedWords() {
    List<String> words = new ArrayList<>(entryPoint());
    command().ifPresent(each -> words.addAll(each.startedWords()));
    return words;
  }

  /** What a container starts whatever its command is. */
  List<String> entryPoint() {
    return entry().map(Instruction::startedWords).orElse(List.of());
  }

  private Optional<Instruction> entry() {
    return finalStages().stream()
        .flatMap(stage -> stage.instructions("ENTRYPOINT").stream())
        .reduce((first, second) -> second);
  }

  /** An entry point takes the command away that an earlier stage has set. */
  private Optional<Instruction> command() {
    Instruction last = null;
    for (Stage stage : finalStages()) {
      List<Instruction> commands = stage.instructions("CMD");
      if (!commands.isEmpty()) {
        last = commands.get(commands.size() - 1);
      } else if (!stage.instructions("ENTRYPOINT").isEmpty()) {
        last = null;
      }
    }
    return Optional.ofNullable(last);
  }

  /** The variables that it sets for what it starts, by their names. */
  Map<String, PassedVariable> environment() {
    Map<String, PassedVariable> found = new LinkedHashMap<>();
    for (Stage stage : finalStages()) {
      for (Instruction each : stage.instructions("ENV")) {
        List<Dockerfile.Word> words = each.words();
        boolean isOne = !words.isEmpty() && !words.get(0).text().contains("=");
        if (isOne) {
          String value =
              String.join(" ", words.stream().skip(1).map(Dockerfile.Word::text).toList());
          add(words.get(0).text(), value, words.get(0).place(), found);
        } else {
          for (Dockerfile.Word word : words) {
            String[] sides = word.text().split("=", 2);
            add(sides[0], sides.length == 2 ? sides[1] : "", word.place(), found);
          }
        }
      }
    }
    return found;
  }

  private void add(String name, String value, Place place, Map<String, PassedVariable> variables) {
    variables.put(name, new PassedVariable(name, value, file, place));
  }

  /** An instruction that copies the whole context before one that installs what it declares. */
  public record EarlyCopy(Instruction copy, Instruction installation) {}

  /** Those of all stages, one for each at most. */
  public List<EarlyCopy> earlyCopies(Project project) {
    if (Mentions.of(project).areInOperation(WITHOUT_CACHE)) {
      return List.of();
    }
    List<Stage> inImage = finalStages();
    return dockerfile.stages().stream()
        .filter(stage -> inImage.contains(stage) || !stage.isForDevelopers())
        .filter(stage -> !isPrepared(stage))
        .flatMap(stage -> earlyCopy(stage).stream())
        .toList();
  }

  /** Whether a stage below it has installed the dependencies already. */
  private boolean isPrepared(Stage stage) {
    boolean isOnStage =
        dockerfile.stages().stream()
            .takeWhile(earlier -> earlier != stage)
            .anyMatch(
                earlier -> earlier.name().filter(stage.image()::equalsIgnoreCase).isPresent());
    return isOnStage
        && dockerfile.stagesOf(Optional.of(stage.image())).stream()
            .flatMap(below -> below.instructions("RUN").stream())
            .anyMatch(ImageBuild::installs);
  }

  private static Optional<EarlyCopy> earlyCopy(Stage stage) {
    Instruction copy = null;
    for (Instruction each : stage.instructions("COPY", "ADD", "RUN")) {
      boolean isFromStage = each.options().stream().anyMatch(option -> option.startsWith("--from"));
      if (!each.keyword().equals("RUN")) {
        if (isFromStage) {
          return Optional.empty();
        }
        copy = copy == null && each.copiesContext() ? each : copy;
      } else if (installs(each)) {
        boolean needsNoSource =
            each.options().stream()
                .anyMatch(option -> option.contains("type=bind") || option.contains("type=cache"));
        return copy == null || needsNoSource || each.text().contains("--no-deps")
            ? Optional.empty()
            : Optional.of(new EarlyCopy(copy, each));
      }
    }
    return Optional.empty();
  }

  private static boolean installs(Instruction run) {
    return lines(run).anyMatch(line -> INSTALLATION.matcher(line).matches());
  }

  private static Stream<String> lines(Instruction run) {
    return run.commands().stream()
        .map(
            command ->
                String.join(" ", command.words().stream().map(Dockerfile.Word::text).toList()));
  }

  /** The instructions of the image that leave pip's cache in a layer. */
  public List<Instruction> cachesOfPip() {
    List<Instruction> found = new ArrayList<>();
    List<String> earlier = new ArrayList<>();
    boolean isSwitchedOff = false;
    for (Stage stage : finalStages()) {
      for (Instruction each : stage.instructions("ENV", "ARG", "RUN")) {
        if (!each.keyword().equals("RUN")) {
          isSwitchedOff |= each.text().contains("PIP_NO_CACHE_DIR");
        } else if (!isSwitchedOff && keepsCache(each, earlier)) {
          found.add(each);
        }
      }
    }
    return found;
  }

  /**
   * @param earlier what pip was called with before, to which the calls of this instruction are
   *     added
   */
  private static boolean keepsCache(Instruction run, List<String> earlier) {
    List<String> fetching = new ArrayList<>();
    lines(run)
        .filter(line -> PIP.matcher(line).matches())
        .forEach(
            line -> {
              boolean isPrepared =
                  ONLY_PROJECT.matcher(line).matches()
                      && earlier.stream().anyMatch(each -> OF_LIST.matcher(each).matches());
              if (!isPrepared) {
                fetching.add(line);
              }
              earlier.add(line);
            });
    String text = run.text();
    boolean isMounted = run.options().stream().anyMatch(option -> option.contains("type=cache"));
    boolean isCleaned =
        text.matches("(?s).*(?:rm -rf? [^;&]*(?:\\.cache|/root/)|pip[\\d.]* cache purge).*");
    return !isMounted
        && !isCleaned
        && !text.contains("PIP_NO_CACHE_DIR")
        && fetching.stream()
            .anyMatch(
                line ->
                    !line.matches(".*--no-cache(?:-dir)?\\b.*")
                        && !LOCAL.matcher(line).matches()
                        && !installsInstallers(line));
  }

  private static boolean installsInstallers(String line) {
    return Stream.of(line.replaceFirst("^.*? install\\b", "").strip().split("\\s+"))
        .filter(word -> !word.matches("-U|--upgrade|-q|--quiet"))
        .allMatch(word -> INSTALLERS.matcher(word).matches());
  }

  /** What it copies by its name from the context, without patterns. */
  List<String> copiedPaths() {
    return dockerfile.stages().stream()
        .flatMap(stage -> stage.instructions("COPY", "ADD").stream())
        .filter(copy -> copy.options().stream().noneMatch(each -> each.startsWith("--from")))
        .flatMap(
            copy -> {
              List<String> words =
                  copy.words().stream()
                      .map(Dockerfile.Word::text)
                      .filter(word -> !word.startsWith("--"))
                      .toList();
              return words.subList(0, Math.max(0, words.size() - 1)).stream();
            })
        .map(path -> path.replaceFirst("^\\.?/", "").replaceFirst("/+$", ""))
        .filter(path -> path.matches("[\\w.-]+(?:/[\\w.-]+)*") && !path.equals("."))
        .toList();
  }

  /** The instruction that copies the whole context into the image; the first one. */
  public Optional<Instruction> contextCopy() {
    return finalStages().stream()
        .flatMap(stage -> stage.instructions("COPY", "ADD").stream())
        .filter(Instruction::copiesContext)
        .findFirst();
  }
}
