package org.pyreview.frameworks.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.IniFile;
import org.pyreview.project.files.Pyproject;
import org.pyreview.project.files.YamlFile.Value;

/**
 * A handler that a configuration of {@code logging} in YAML, JSON, TOML or INI names.
 *
 * @param type its class, {@code logging.} included
 * @param filename what it writes to; empty text if that isn't written out
 * @param hasSize whether {@code maxBytes} is set, to something else than 0
 * @param hasCount whether {@code backupCount} is, likewise
 * @param place the name of its class
 * @see <a href="https://docs.python.org/3/library/logging.config.html">logging.config</a>
 */
record ConfiguredHandler(
    String type, String filename, boolean hasSize, boolean hasCount, Place place) {

  private static final Pattern TREE = Pattern.compile(".*\\.(?:ya?ml|json)");
  private static final Pattern INI = Pattern.compile(".*\\.(?:ini|cfg|conf)");
  private static final String TOML = ".toml";
  private static final String FILE_HANDLER = "FileHandler";
  private static final String SECTION = "handler_";
  private static final int SIZE_POSITION = 2;
  private static final int COUNT_POSITION = 3;

  /** Those of a file that write to files; none if it is in no such format. */
  static List<ConfiguredHandler> in(ProjectFile file, Project project) {
    List<ConfiguredHandler> found = new ArrayList<>();
    String name = file.name();
    boolean isTree = TREE.matcher(name).matches();
    boolean isIni = INI.matcher(name).matches();
    boolean mayBe =
        (isTree || isIni || name.endsWith(TOML))
            && file.text().filter(text -> text.contains(FILE_HANDLER)).isPresent();
    if (!mayBe) {
      return found;
    }
    if (isTree) {
      YamlFiles.of(project).documents(file).stream()
          .flatMap(Value::all)
          .forEach(each -> read(each, found));
    } else if (name.endsWith(TOML)) {
      Pyprojects.of(project).read(file).stream()
          .flatMap(Pyproject::tables)
          .filter(table -> table.values().containsKey("class"))
          .map(table -> ofTable(table, file.text().get()))
          .forEach(found::add);
    } else {
      file.plainText().ifPresent(text -> readIni(text, found));
    }
    return found;
  }

  private static void read(Value value, List<ConfiguredHandler> found) {
    Optional<Value> type = value.get("class");
    type.flatMap(Value::text)
        .ifPresent(
            name ->
                found.add(
                    new ConfiguredHandler(
                        name,
                        value.get("filename").flatMap(Value::text).orElse(""),
                        isSet(value.get("maxBytes").flatMap(Value::text)),
                        isSet(value.get("backupCount").flatMap(Value::text)),
                        type.get().place())));
  }

  private static boolean isSet(Optional<String> number) {
    return number.filter(text -> !text.equals("0")).isPresent();
  }

  private static ConfiguredHandler ofTable(Pyproject.Table table, String text) {
    Map<String, String> values = table.values();
    return new ConfiguredHandler(
        values.get("class"),
        values.getOrDefault("filename", ""),
        isSet(Optional.ofNullable(values.get("maxBytes"))),
        isSet(Optional.ofNullable(values.get("backupCount"))),
        Place.ofWord(values.get("class"), table.lines().get("class"), text));
  }

  /** The format of {@code fileConfig()}: a section for each handler, with a tuple of arguments. */
  private static void readIni(String text, List<ConfiguredHandler> found) {
    IniFile ini = IniFile.parse(text);
    ini.sections().entrySet().stream()
        .filter(section -> section.getKey().startsWith(SECTION))
        .filter(section -> section.getValue().containsKey("class"))
        .map(section -> ofSection(ini, section.getKey(), section.getValue(), text))
        .sorted((one, other) -> Integer.compare(one.place.line(), other.place.line()))
        .forEach(found::add);
  }

  private static ConfiguredHandler ofSection(
      IniFile ini, String section, Map<String, String> values, String text) {
    List<String> arguments = arguments(values.getOrDefault("args", ""));
    String named = values.getOrDefault("kwargs", "");
    String type = values.get("class");
    return new ConfiguredHandler(
        type.startsWith("logging.") ? type : "logging." + type,
        arguments.isEmpty() ? "" : arguments.get(0).replaceAll("^[\"']|[\"']$", ""),
        isSet(at(arguments, SIZE_POSITION)) || named.contains("maxBytes"),
        isSet(at(arguments, COUNT_POSITION)) || named.contains("backupCount"),
        Place.ofWord(type, ini.line(section, "class").orElse(1), text));
  }

  private static Optional<String> at(List<String> arguments, int position) {
    return position < arguments.size() ? Optional.of(arguments.get(position)) : Optional.empty();
  }

  /** What a tuple has between its outermost commas. */
  private static List<String> arguments(String tuple) {
    String inside = tuple.strip().replaceFirst("^\\(", "").replaceFirst("\\)$", "");
    List<String> found = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= inside.length(); i++) {
      char each = i < inside.length() ? inside.charAt(i) : ',';
      depth += "([{".indexOf(each) >= 0 ? 1 : ")]}".indexOf(each) >= 0 ? -1 : 0;
      if (i == inside.length() || (each == ',' && depth == 0)) {
        found.add(inside.substring(start, i).strip());
        start = i + 1;
      }
    }
    return found.stream()
        .flatMap(each -> each.isEmpty() ? Stream.empty() : Stream.of(each))
        .toList();
  }
}
