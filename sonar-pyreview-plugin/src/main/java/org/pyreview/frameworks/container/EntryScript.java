package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.pyreview.project.files.Dockerfile.Word;

/**
 * A shell script that a container starts with: its functions, and the commands outside of them.
 *
 * @param functions the commands of each, by its name
 * @param commands those that run when the script does
 */
record EntryScript(Map<String, List<Line>> functions, List<Line> commands) {

  /** A command, lines that it goes on in included. */
  record Line(String text, Place place) {}

  private static final Pattern FUNCTION =
      Pattern.compile("(?:function\\s+)?([\\w-]+)\\s*(?:\\(\\s*\\))?\\s*\\{");
  private static final Pattern FIRST_ARGUMENT =
      Pattern.compile("case\\s+[\"']?\\$(?:1|\\{1[^}]*\\})[\"']?\\s+in");
  private static final Pattern BRANCH =
      Pattern.compile("\\(?([\\w.*|\"' \\t-]+)\\)\\s*(.*?)\\s*(?:;;)?");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export\\s+|local\\s+|readonly\\s+)?\\w+=(?:\"[^\"]*\"|'[^']*'|\\S*)");
  private static final int DEEPEST = 5;

  /**
   * The file of a program, where an image copies it or by its name.
   *
   * @return empty if it is none of the project, or may be several
   */
  static Optional<ProjectFile> named(String program, Project project) {
    Set<ProjectFile> copied = new LinkedHashSet<>();
    for (ImageBuild build : ImageBuild.of(project)) {
      build.dockerfile().stages().stream()
          .flatMap(stage -> stage.instructions("COPY", "ADD").stream())
          .flatMap(copy -> source(copy, program).stream())
          .flatMap(source -> file(source, build, project).stream())
          .forEach(copied::add);
    }
    if (!copied.isEmpty()) {
      return copied.size() == 1 ? copied.stream().findFirst() : Optional.empty();
    }
    String name = program.substring(program.lastIndexOf('/') + 1);
    if (!name.endsWith(".sh") && !name.matches("(?:docker-)?(?:entrypoint|start|run|serve)")) {
      return Optional.empty();
    }
    List<ProjectFile> candidates =
        project.files().stream()
            .filter(file -> file.name().equals(name))
            .filter(file -> !DevelopmentPath.of(file.path()).isDevelopment())
            .toList();
    return candidates.size() == 1
        ? Optional.of(candidates.get(0))
        : candidates.stream().filter(file -> program.endsWith("/" + file)).findFirst();
  }

  /** What of the build context becomes the program. */
  private static Optional<String> source(Instruction copy, String program) {
    List<String> words =
        copy.words().stream().map(Word::text).filter(word -> !word.startsWith("--")).toList();
    boolean isFromStage = copy.options().stream().anyMatch(option -> option.startsWith("--from"));
    if (words.size() < 2 || isFromStage) {
      return Optional.empty();
    }
    String target = words.get(words.size() - 1).replaceFirst("/$", "");
    for (String word : words.subList(0, words.size() - 1)) {
      String source = word.replaceFirst("^\\.(?:/|$)|^/", "").replaceFirst("/$", "");
      if (program.equals(target)) {
        return Optional.of(source);
      }
      if (program.startsWith(target + "/")) {
        String rest = program.substring(target.length());
        boolean isFile = !source.isEmpty() && ("/" + source).endsWith(rest);
        return Optional.of(isFile ? source : source.isEmpty() ? rest.substring(1) : source + rest);
      }
    }
    return Optional.empty();
  }

  private static Optional<ProjectFile> file(String source, ImageBuild build, Project project) {
    return project.file(source).or(() -> project.file(build.file().folder() + source));
  }

  /** Reads the text of a script. */
  static EntryScript parse(String text) {
    Map<String, List<Line>> functions = new HashMap<>();
    List<Line> commands = new ArrayList<>();
    List<Line> current = commands;
    for (Line line : lines(text)) {
      Matcher function = FUNCTION.matcher(line.text);
      if (function.matches()) {
        current = functions.computeIfAbsent(function.group(1), key -> new ArrayList<>());
      } else if (line.text.equals("}")) {
        current = commands;
      } else {
        current.add(line);
      }
    }
    return new EntryScript(functions, commands);
  }

  private static List<Line> lines(String text) {
    List<Line> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    boolean goesOn = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("#") || (line.isEmpty() && !goesOn)) {
        continue;
      }
      String plain = line.replaceFirst("\\\\$", "").strip();
      if (goesOn && !found.isEmpty()) {
        Line start = found.remove(found.size() - 1);
        found.add(new Line((start.text + " " + plain).strip(), start.place));
      } else {
        found.add(new Line(plain, Place.inLine(i + 1, lines.get(i).indexOf(line), line.length())));
      }
      goesOn = line.endsWith("\\");
    }
    return found;
  }

  /**
   * The command that stays in the foreground.
   *
   * @param arguments what the script is called with
   * @return empty where a condition decides what runs
   */
  Optional<Line> lastCommand(List<String> arguments) {
    return Optional.ofNullable(last(commands, arguments, 0));
  }

  private Line last(List<Line> lines, List<String> arguments, int depth) {
    Line last = null;
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text;
      if (text.matches("case\\b.*\\bin")) {
        int end = end(lines, i);
        last =
            FIRST_ARGUMENT.matcher(text).matches() && depth < DEEPEST
                ? last(
                    branch(lines.subList(i + 1, Math.max(i + 1, end)), arguments),
                    arguments,
                    depth + 1)
                : null;
        i = end;
      } else if (text.matches("(?:if|for|while|until|esac|fi|done)\\b.*")) {
        last = null;
        i = text.matches("(?:if|for|while|until)\\b.*") ? end(lines, i) : i;
      } else if (!ASSIGNMENT.matcher(text).matches()) {
        last = lines.get(i);
      }
    }
    List<Line> called =
        last == null
            ? null
            : functions.get(last.text.replaceFirst("^exec\\s+", "").split("\\s")[0]);
    return called == null || depth == DEEPEST ? last : last(called, arguments, depth + 1);
  }

  /** Where a compound command ends: the line of its last word. */
  private static int end(List<Line> lines, int start) {
    int depth = 0;
    for (int i = start; i < lines.size(); i++) {
      String text = lines.get(i).text;
      depth += text.matches("(?:if|for|while|until)\\b.*|case\\b.*\\bin") ? 1 : 0;
      depth -= text.matches("(?:.*;\\s*)?(?:fi|done|esac)(?:[\\s;&|<>].*)?") ? 1 : 0;
      if (depth <= 0) {
        return i;
      }
    }
    return lines.size() - 1;
  }

  /** What a case runs for the first argument. */
  private static List<Line> branch(List<Line> lines, List<String> arguments) {
    String argument = arguments.isEmpty() ? "" : arguments.get(0);
    List<Line> found = new ArrayList<>();
    boolean isOpen = false;
    boolean isInBranch = false;
    for (Line line : lines) {
      Matcher branch = BRANCH.matcher(line.text);
      if (!isInBranch && branch.matches()) {
        if (isOpen) {
          return found;
        }
        isOpen =
            Arrays.stream(branch.group(1).replaceAll("[\"' \\t]", "").split("\\|"))
                .anyMatch(pattern -> pattern.equals("*") || pattern.equals(argument));
        isInBranch = !line.text.endsWith(";;");
        if (isOpen && !branch.group(2).isEmpty()) {
          found.add(new Line(branch.group(2), line.place));
        }
      } else if (isOpen && !line.text.equals(";;")) {
        found.add(new Line(line.text.replaceFirst("\\s*;;$", ""), line.place));
      }
      isInBranch = isInBranch && !line.text.endsWith(";;");
    }
    return isOpen ? found : List.of();
  }
}
