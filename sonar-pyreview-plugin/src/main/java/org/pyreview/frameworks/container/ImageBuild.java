package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.files.Dockerfile;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.pyreview.project.files.Dockerfile.Stage;

/** A Dockerfile that makes an image for production with Python in it. */
public record ImageBuild(ProjectFile file, Dockerfile dockerfile) {

  private static final Pattern PYTHON =
      Pattern.compile(
          "(?i).*\\b(?:python\\d?|pip\\d?|poetry|uv|pipenv|pdm|gunicorn|uvicorn|manage\\.py)\\b.*");

  /** Installs what a file declares. */
  private static final Pattern INSTALLATION =
      Pattern.compile(
          "(?:.*/)?(?:python[\\d.]* -m )?(?:uv )?pip[\\d.]* (?:.* )?install (?:.* )?(?:-r|--requirement|-e \\.|\\.(?:\\[[^]]*\\])?(?: .*)?$).*"
              + "|(?:.*/)?poetry (?:.* )?install\\b.*|(?:.*/)?uv (?:.* )?sync\\b.*"
              + "|(?:.*/)?pipenv (?:.* )?(?:install|sync)\\b.*|(?:.*/)?pdm (?:.* )?(?:install|sync)\\b.*");

  private static final Pattern PIP =
      Pattern.compile("(?:.*/)?(?:python[\\d.]* -m )?pip[\\d.]* (?:.* )?install\\b.*");

  private record All(List<ImageBuild> list) {}

  /** Those of a project. */
  public static List<ImageBuild> of(Project project) {
    return project.knowledge(All.class, ImageBuild::read).list;
  }

  private static All read(Project project) {
    List<ImageBuild> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      boolean isForProduction =
          Dockerfile.isNamed(file.name()) && !DevelopmentPath.of(file.path()).isDevelopment();
      if (isForProduction) {
        file.plainText()
            .filter(text -> text.lines().anyMatch(line -> PYTHON.matcher(line).matches()))
            .map(text -> new ImageBuild(file, Dockerfile.parse(text)))
            .ifPresent(found::add);
      }
    }
    return new All(found);
  }

  /** The stages whose layers are in the image. */
  public List<Stage> finalStages() {
    return dockerfile.stagesOfFinalImage();
  }

  /** An instruction that copies the whole context before one that installs what it declares. */
  public record EarlyCopy(Instruction copy, Instruction installation) {}

  /** Those of all stages, one for each at most. */
  public List<EarlyCopy> earlyCopies() {
    return dockerfile.stages().stream().flatMap(stage -> earlyCopy(stage).stream()).toList();
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
            each.options().stream().anyMatch(option -> option.contains("type=bind"));
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
    Map<String, Boolean> variables = new HashMap<>();
    for (Stage stage : finalStages()) {
      for (Instruction each : stage.instructions("ENV", "ARG", "RUN")) {
        if (!each.keyword().equals("RUN")) {
          if (each.text().contains("PIP_NO_CACHE_DIR")) {
            variables.put("PIP_NO_CACHE_DIR", true);
          }
        } else if (!variables.containsKey("PIP_NO_CACHE_DIR") && keepsCache(each)) {
          found.add(each);
        }
      }
    }
    return found;
  }

  private static boolean keepsCache(Instruction run) {
    String text = run.text();
    boolean isMounted = run.options().stream().anyMatch(option -> option.contains("type=cache"));
    boolean isCleaned =
        text.matches("(?s).*(?:rm -rf? [^;&]*(?:\\.cache|/root/)|pip[\\d.]* cache purge).*");
    return !isMounted
        && !isCleaned
        && !text.contains("PIP_NO_CACHE_DIR")
        && lines(run)
            .anyMatch(
                line -> PIP.matcher(line).matches() && !line.matches(".*--no-cache(?:-dir)?\\b.*"));
  }

  /** The instruction that copies the whole context into the image; the first one. */
  public Optional<Instruction> contextCopy() {
    return finalStages().stream()
        .flatMap(stage -> stage.instructions("COPY", "ADD").stream())
        .filter(Instruction::copiesContext)
        .findFirst();
  }
}
