package org.pyreview.frameworks.ci;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/** What commands come to, when they call scripts and targets of the project. */
final class CalledCommands {

  private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|(?<=\\s))#[^\\n]*");
  private static final Pattern TARGET =
      Pattern.compile("(?m)(?:^|[\\s;&|(\"'])(?:make|just)((?:[ \\t]++[\\w./:=-]++)++)");
  private static final Pattern RUNNER =
      Pattern.compile("\\b(tox|nox|inv|invoke|task|pre-commit|lefthook)\\b");

  /** Tasks that stand in pyproject.toml. */
  private static final Pattern TASK =
      Pattern.compile("\\b(?:poe|hatch run|pdm run)(?:[ \\t]+([\\w:.-]+))?");

  private static final Pattern QUOTED = Pattern.compile("[\"']([\\w:.-]+)[\"']");
  private static final Map<String, String> FILES_OF_RUNNERS =
      Map.of(
          "tox", "tox.ini",
          "nox", "noxfile.py",
          "inv", "tasks.py",
          "invoke", "tasks.py",
          "task", "Taskfile.yml",
          "pre-commit", ".pre-commit-config.yaml",
          "lefthook", "lefthook.yml");
  private static final String TASKS = "pyproject.toml";
  private static final Pattern SCRIPT =
      Pattern.compile("(?<![\\w$])(?:\\./)?((?:[\\w.-]++/){0,40}[\\w.-]+(?:\\.sh|\\.bash|\\.py)?)");

  /** Reusable workflows and actions of the project. */
  private static final Pattern LOCAL = Pattern.compile("uses \\./([^\\s@]+)");

  /** {@code $here/check}: a script in the folder of the one that runs. */
  private static final Pattern NEIGHBOUR = Pattern.compile("\\$\\{?\\w+\\}?/([\\w.-]+)");

  private static final Pattern RULE = Pattern.compile("([\\w.-]+)(?:[ \\t]+[^:=]*)?:(?!=)([^=]*)");
  private static final int DEEPEST = 4;

  private final Map<String, RepositoryFile> files = new HashMap<>();

  CalledCommands(Project project) {
    RepositoryFile.of(project).forEach(file -> files.put(file.toString(), file));
  }

  /** Some commands, without comments, and everything of the project that they call. */
  String with(String commands) {
    StringBuilder all = new StringBuilder();
    add(COMMENT.matcher(commands).replaceAll(""), all, new HashSet<>(), 0);
    return all.toString();
  }

  private void add(String commands, StringBuilder all, Set<String> seen, int depth) {
    all.append(commands).append('\n');
    if (depth == DEEPEST) {
      return;
    }
    Matcher target = TARGET.matcher(commands);
    while (target.find()) {
      for (String name : target.group(1).strip().split("\\s+")) {
        addTarget(name, all, seen, depth);
      }
    }
    Matcher runner = RUNNER.matcher(commands);
    while (runner.find()) {
      addFile(FILES_OF_RUNNERS.get(runner.group(1)), all, seen, depth);
    }
    Matcher task = TASK.matcher(commands);
    while (task.find()) {
      addTask(task.group(1), all, seen, depth);
    }
    Matcher local = LOCAL.matcher(commands);
    while (local.find()) {
      for (String file : new String[] {"", "/action.yml", "/action.yaml"}) {
        addFile(local.group(1) + file, all, seen, depth);
      }
    }
    Matcher script = SCRIPT.matcher(commands);
    while (script.find()) {
      String path = script.group(1);
      boolean isScript =
          path.matches(".*\\.(?:sh|bash)|(?:.*/)?(?:bin|scripts?|ci)/[^/]+") || isProgram(path);
      if (isScript) {
        addFile(path, all, seen, depth);
      }
    }
  }

  /** {@code tools/check}, which names its interpreter in its first line. */
  private boolean isProgram(String path) {
    return path.matches(".*/[\\w-]+")
        && files.containsKey(path)
        && files.get(path).text().filter(text -> text.startsWith("#!")).isPresent();
  }

  private void addFile(String path, StringBuilder all, Set<String> seen, int depth) {
    if (files.containsKey(path) && seen.add(path)) {
      text(path)
          .ifPresent(
              text -> {
                add(text, all, seen, depth + 1);
                addNeighbours(path, text, all, seen, depth + 1);
              });
    }
  }

  private void addNeighbours(
      String path, String text, StringBuilder all, Set<String> seen, int depth) {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    Matcher neighbour = NEIGHBOUR.matcher(text);
    while (depth < DEEPEST && !folder.isEmpty() && neighbour.find()) {
      addFile(folder + neighbour.group(1), all, seen, depth);
    }
  }

  /** What a task runs, and the tasks it names; all tasks where this one isn't found. */
  private void addTask(String name, StringBuilder all, Set<String> seen, int depth) {
    if (!files.containsKey(TASKS)) {
      return;
    }
    Optional<String> task =
        Optional.ofNullable(name).flatMap(each -> text(TASKS).map(text -> task(each, text)));
    if (task.filter(String::isEmpty).isPresent() || task.isEmpty()) {
      addFile(TASKS, all, seen, depth);
    } else if (seen.add("task " + name)) {
      add(task.get(), all, seen, depth + 1);
      Matcher other = QUOTED.matcher(task.get());
      while (depth + 1 < DEEPEST && other.find()) {
        if (!task(other.group(1), text(TASKS).orElse("")).isEmpty()) {
          addTask(other.group(1), all, seen, depth + 1);
        }
      }
    }
  }

  /** The table or entry of a task; empty text if there is none. */
  private static String task(String name, String text) {
    StringBuilder task = new StringBuilder();
    boolean isInTasks = false;
    boolean isInside = false;
    for (String line : text.split("\n")) {
      if (line.startsWith("[")) {
        isInTasks = line.matches("\\[tool\\.[\\w.-]*\\b(?:tasks|scripts)\\]\\s*");
        isInside =
            line.matches(
                "\\[tool\\.[\\w.-]*\\b(?:tasks|scripts)\\.[\"']?%s[\"']?\\]\\s*"
                    .formatted(Pattern.quote(name)));
      } else if (isInTasks && line.matches("[\"']?[\\w.:-]+[\"']?\\s*=.*")) {
        isInside = line.matches("[\"']?%s[\"']?\\s*=.*".formatted(Pattern.quote(name)));
      }
      if (isInside && !line.startsWith("[")) {
        task.append(line).append('\n');
      }
    }
    return task.toString();
  }

  private Optional<String> text(String path) {
    return files.get(path).text().map(text -> COMMENT.matcher(text).replaceAll(""));
  }

  /** The recipe of a target, and those of the targets it needs. */
  private void addTarget(String name, StringBuilder all, Set<String> seen, int depth) {
    if (!seen.add("target " + name) || depth == DEEPEST) {
      return;
    }
    for (String makefile : new String[] {"Makefile", "makefile", "GNUmakefile", "justfile"}) {
      if (!files.containsKey(makefile)) {
        continue;
      }
      boolean isInside = false;
      for (String line : text(makefile).orElse("").split("\n")) {
        boolean isIndented = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
        Matcher rule = RULE.matcher(line);
        if (!isIndented && rule.matches()) {
          isInside = rule.group(1).equals(name);
          if (isInside) {
            for (String needed : rule.group(2).strip().split("\\s+")) {
              addTarget(needed, all, seen, depth + 1);
            }
          }
        } else if (isInside) {
          add(line, all, seen, depth + 1);
        }
      }
    }
  }
}
