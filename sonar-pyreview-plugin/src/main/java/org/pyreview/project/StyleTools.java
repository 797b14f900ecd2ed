package org.pyreview.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.files.IniFile;
import org.pyreview.project.files.Pyproject;

/**
 * The formatters, linters and sorters of imports that a folder configures, as far as they care
 * about the length of lines.
 */
public final class StyleTools {

  private static final int BLACK_STANDARD = 88;
  private static final Pattern NUMBER = Pattern.compile("\\d{2,3}");
  private static final Pattern RUNS_BLACK =
      Pattern.compile("(?m)^[ \\t]*(?:-\\s*)?(?:id:\\s*black\\b|.*[\\s\"'/]black(?:\\s|$))");
  private static final Pattern RUNS_RUFF_FORMAT =
      Pattern.compile("\\bid:\\s*ruff-format\\b|\\bruff\\s+format\\b");
  private static final Pattern BLACK_LENGTH =
      Pattern.compile("\\bblack\\b[^\\n]*?(?:-l|--line-length)[ =](\\d+)");

  /** Files that say which tools developers and CI run. */
  static final Set<String> RUNNERS =
      Set.of(
          ".pre-commit-config.yaml",
          ".pre-commit-config.yml",
          "Makefile",
          "makefile",
          "tox.ini",
          "noxfile.py",
          "justfile");

  private static final List<String> TOO_LONG = List.of("E501", "E5", "E", "B950");

  private final List<Length> formatters = new ArrayList<>();
  private final List<Length> linters = new ArrayList<>();
  private final List<Length> sorters = new ArrayList<>();
  private boolean hasBlack;
  private boolean ruffFormats;
  private Optional<Length> ruff = Optional.empty();

  /**
   * The length of lines that a tool is configured with.
   *
   * @param tool its name
   * @param characters the most it writes, or lets pass
   */
  public record Length(String tool, int characters, ProjectFile file, Place place) {}

  /** Two tools that undo each other's work. */
  public record Disagreement(Length follower, Length formatter) {}

  /** The disagreements in every folder of a project. */
  public static List<Disagreement> disagreements(Project project) {
    Map<String, StyleTools> byFolder = new TreeMap<>();
    for (ProjectFile file : project.files()) {
      if (isConfiguration(file.name()) && !file.path().isTest()) {
        file.text()
            .ifPresent(
                text ->
                    byFolder
                        .computeIfAbsent(file.folder(), key -> new StyleTools())
                        .read(file, text, project));
      }
    }
    return byFolder.values().stream().flatMap(StyleTools::disagreeing).toList();
  }

  private static boolean isConfiguration(String name) {
    return RUNNERS.contains(name)
        || name.matches(
            "pyproject\\.toml|\\.?ruff\\.toml|setup\\.cfg|tox\\.ini|\\.flake8|\\.pycodestyle|\\.?pylintrc|\\.isort\\.cfg|\\.style\\.yapf");
  }

  private void read(ProjectFile file, String text, Project project) {
    if (RUNNERS.contains(file.name())) {
      readRunner(file, text);
    }
    if (file.name().endsWith(".toml")) {
      Pyprojects.of(project)
          .read(file)
          .ifPresent(
              toml -> {
                readRuff(file, toml, file.name().equals("pyproject.toml") ? "tool.ruff." : "");
                readPyproject(file, toml);
              });
    } else if (!RUNNERS.contains(file.name()) || file.name().equals("tox.ini")) {
      readIni(file, IniFile.parse(text));
    }
  }

  private void readRunner(ProjectFile file, String text) {
    hasBlack |= RUNS_BLACK.matcher(text).find();
    Matcher length = BLACK_LENGTH.matcher(text);
    if (length.find()) {
      int line = 1 + (int) text.substring(0, length.start()).chars().filter(c -> c == '\n').count();
      formatters.add(
          new Length("black", Integer.parseInt(length.group(1)), file, lineOf(file, line)));
    }
    if (RUNS_RUFF_FORMAT.matcher(text).find()) {
      ruffFormats = true;
    }
  }

  private void readRuff(ProjectFile file, Pyproject toml, String prefix) {
    if (!prefix.isEmpty() && !toml.has("tool.ruff")) {
      return;
    }
    ruff = length("ruff", toml, prefix + "line-length", file).or(() -> ruff);
    ruffFormats |= toml.has(prefix + "format");
    List<String> selected =
        Stream.of("select", "extend-select", "lint.select", "lint.extend-select")
            .flatMap(key -> toml.texts(prefix + key))
            .toList();
    boolean isIgnored =
        Stream.of("ignore", "extend-ignore", "lint.ignore", "lint.extend-ignore")
            .flatMap(key -> toml.texts(prefix + key))
            .anyMatch(TOO_LONG::contains);
    boolean reportsLength =
        !isIgnored
            && selected.stream().anyMatch(each -> each.equals("ALL") || TOO_LONG.contains(each));
    length("ruff", toml, prefix + "lint.pycodestyle.max-line-length", file)
        .filter(each -> reportsLength)
        .ifPresent(linters::add);
    if (reportsLength && !toml.has(prefix + "lint.pycodestyle.max-line-length")) {
      ruff.ifPresent(linters::add);
    }
  }

  private void readPyproject(ProjectFile file, Pyproject toml) {
    hasBlack |= toml.has("tool.black");
    length("black", toml, "tool.black.line-length", file).ifPresent(formatters::add);
    length("yapf", toml, "tool.yapf.column_limit", file).ifPresent(formatters::add);
    length("autopep8", toml, "tool.autopep8.max_line_length", file).ifPresent(formatters::add);
    if (!toml.has("tool.isort.profile")) {
      length("isort", toml, "tool.isort.line_length", file).ifPresent(sorters::add);
    }
    boolean isDisabled =
        Stream.of("messages_control", "messages control", "MESSAGES CONTROL")
            .flatMap(section -> toml.texts("tool.pylint.\"" + section + "\".disable"))
            .anyMatch(each -> each.matches("line-too-long|C0301|all"));
    Stream.of("format", "FORMAT", "main")
        .flatMap(
            section ->
                length("pylint", toml, "tool.pylint." + section + ".max-line-length", file)
                    .stream())
        .filter(each -> !isDisabled)
        .forEach(linters::add);
  }

  private static Optional<Length> length(
      String tool, Pyproject toml, String key, ProjectFile file) {
    return toml.setting(key)
        .filter(each -> NUMBER.matcher(String.valueOf(each.value())).matches())
        .map(
            each ->
                new Length(
                    tool,
                    Integer.parseInt(String.valueOf(each.value())),
                    file,
                    lineOf(file, each.line())));
  }

  private void readIni(ProjectFile file, IniFile ini) {
    for (String tool : List.of("flake8", "pycodestyle")) {
      Map<String, String> section = ini.section(tool);
      boolean isSilent =
          Stream.of("ignore", "extend-ignore", "select", "extend-select")
              .map(key -> section.getOrDefault(key, ""))
              .anyMatch(each -> each.matches("(?s).*\\b(?:E501|B950)\\b.*"));
      if (!isSilent) {
        length(tool, ini, tool, "max-line-length", file)
            .or(() -> length(tool, ini, tool, "max_line_length", file))
            .ifPresent(linters::add);
      }
    }
    for (String section : List.of("FORMAT", "MASTER", "MAIN")) {
      boolean isDisabled =
          ini.section("MESSAGES CONTROL")
              .getOrDefault("disable", "")
              .matches("(?s).*\\b(?:line-too-long|C0301|all)\\b.*");
      if (!isDisabled) {
        length("pylint", ini, section, "max-line-length", file).ifPresent(linters::add);
      }
    }
    length("yapf", ini, "yapf", "column_limit", file).ifPresent(formatters::add);
    length("yapf", ini, "style", "column_limit", file).ifPresent(formatters::add);
    for (String section : List.of("isort", "settings", "tool:isort")) {
      if (!ini.section(section).containsKey("profile")) {
        length("isort", ini, section, "line_length", file).ifPresent(sorters::add);
      }
    }
  }

  private static Optional<Length> length(
      String tool, IniFile ini, String section, String key, ProjectFile file) {
    return Optional.ofNullable(ini.section(section).get(key))
        .filter(value -> NUMBER.matcher(value).matches())
        .map(
            value ->
                new Length(
                    tool,
                    Integer.parseInt(value),
                    file,
                    lineOf(file, ini.line(section, key).orElse(1))));
  }

  private static Place lineOf(ProjectFile file, int line) {
    String text =
        file.text().stream().flatMap(String::lines).skip(line - 1L).findFirst().orElse("");
    int start = text.length() - text.stripLeading().length();
    return Place.inLine(line, start, Math.max(1, text.strip().length()));
  }

  private Stream<Disagreement> disagreeing() {
    List<Length> writing = new ArrayList<>(formatters);
    ruff.filter(each -> ruffFormats).ifPresent(writing::add);
    List<Disagreement> found = new ArrayList<>();
    for (Length linter : linters) {
      writing.stream()
          .filter(formatter -> !formatter.tool().equals(linter.tool()))
          .filter(formatter -> formatter.characters() > linter.characters())
          .findFirst()
          .ifPresent(formatter -> found.add(new Disagreement(linter, formatter)));
    }
    if (hasBlack) {
      Collection<Length> black =
          formatters.stream().filter(each -> each.tool().equals("black")).toList();
      int characters =
          black.stream().mapToInt(Length::characters).findFirst().orElse(BLACK_STANDARD);
      sorters.stream()
          .filter(sorter -> sorter.characters() != characters)
          .forEach(
              sorter ->
                  found.add(
                      new Disagreement(
                          sorter, new Length("black", characters, sorter.file(), sorter.place()))));
    }
    return found.stream();
  }
}
