package org.pyreview.project.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlInvalidTypeException;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** A pyproject.toml. */
public record Pyproject(TomlParseResult toml) {

  private static final Logger LOG = LoggerFactory.getLogger(Pyproject.class);

  /** Of the names of groups. */
  private static final Predicate<String> IS_FOR_USE =
      Pattern.compile(
              "(?i)(?:.*[-_.])?(?:dev|devel|development|tests?|testing|docs?|documentation|lint|linting|linters?|format|typing|types|mypy|style|qa|quality|ci|debug|benchmarks?|release|build)(?:[-_.].*)?")
          .asMatchPredicate()
          .negate();

  /**
   * Reads the text of a file.
   *
   * @param path to name in the log
   * @return empty, with a log line, if it is no valid TOML
   */
  public static Optional<Pyproject> parse(String path, String text) {
    String error;
    try {
      if (TomlNesting.isTooDeep(text)) {
        LOG.warn("{} is not reviewed: it is nested too deeply", path);
        return Optional.empty();
      }
      TomlParseResult toml = Toml.parse(text);
      if (!toml.hasErrors()) {
        return Optional.of(new Pyproject(toml));
      }
      error = toml.errors().get(0).toString();
    } catch (TomlParseError | TomlInvalidTypeException e) {
      // The parser collects most errors and throws some.
      error = e.toString();
    }
    LOG.warn("{} is not reviewed: {}", path, error);
    return Optional.empty();
  }

  /**
   * A table.
   *
   * @param values its texts, numbers and the like by key, as text
   * @param lines where each of these keys stands, from 1
   */
  public record Table(Map<String, String> values, Map<String, Integer> lines) {}

  /** Every table, those in tables and lists included. */
  public Stream<Table> tables() {
    List<Table> found = new ArrayList<>();
    Deque<TomlTable> open = new ArrayDeque<>(List.of(toml));
    while (!open.isEmpty()) {
      found.add(table(open.pop(), open));
    }
    return found.stream();
  }

  private static Table table(TomlTable table, Deque<TomlTable> inner) {
    Map<String, String> values = new HashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    for (String key : table.keySet()) {
      Object value = table.get(List.of(key));
      if (value instanceof TomlTable each) {
        inner.push(each);
      } else if (value instanceof TomlArray list) {
        list.toList().stream()
            .filter(TomlTable.class::isInstance)
            .forEach(each -> inner.push((TomlTable) each));
      } else {
        values.put(key, String.valueOf(value));
        lines.put(key, table.inputPositionOf(List.of(key)).line());
      }
    }
    return new Table(values, lines);
  }

  /** Whether it describes something that others can install. */
  public boolean isPackage() {
    boolean isNamed = has("project.name") || has("tool.poetry.name");
    boolean isNotBuilt =
        value("tool.poetry.package-mode").filter(Boolean.FALSE::equals).isPresent();
    return has("build-system") && isNamed && !isNotBuilt;
  }

  /** What a Pipfile installs, for production and development. */
  public Stream<String> pipfilePackages() {
    return Stream.concat(keys("packages"), keys("dev-packages"));
  }

  /**
   * Whether it says what the code depends on: settings of tools, or a name and a version of Python,
   * declare nothing.
   */
  public boolean declaresDependencies() {
    return Stream.of(
                "project.dependencies",
                "project.optional-dependencies",
                "tool.poetry.dependencies",
                "tool.poetry.group",
                "tool.pixi.dependencies",
                "tool.pixi.pypi-dependencies")
            .anyMatch(this::has)
        || hasDynamicDependencies();
  }

  /** Whether its dependencies come from somewhere else. */
  public boolean hasDynamicDependencies() {
    return strings("project.dynamic").anyMatch("dependencies"::equals);
  }

  /** Files that setuptools and Hatch read the dependencies from, as they are written. */
  public Stream<String> dependencyFiles() {
    String dynamic = "tool.setuptools.dynamic.";
    return Stream.concat(
            Stream.concat(
                strings(dynamic + "dependencies.file"),
                strings("tool.hatch.metadata.hooks.requirements_txt.files")),
            table(dynamic + "optional-dependencies").stream()
                .flatMap(groups -> groups.keySet().stream())
                .flatMap(
                    group -> strings(dynamic + "optional-dependencies." + quoted(group) + ".file")))
        .distinct();
  }

  /**
   * What it declares for production and as extras: requirements as written. Groups count unless
   * their names speak of development.
   */
  public Stream<String> dependencies() {
    return Stream.of(
            strings("project.dependencies"),
            groups("project.optional-dependencies", each -> true),
            groups("dependency-groups", IS_FOR_USE),
            requirements("tool.poetry.dependencies"),
            inTables("tool.poetry.group", ".dependencies", IS_FOR_USE),
            ofPixi("tool.pixi"),
            inTables("tool.pixi.target", "", each -> true),
            table("tool.pixi.feature").stream()
                .flatMap(features -> features.keySet().stream())
                .filter(IS_FOR_USE)
                .map(each -> "tool.pixi.feature." + quoted(each))
                .flatMap(
                    each ->
                        Stream.concat(ofPixi(each), inTables(each + ".target", "", all -> true))))
        .flatMap(each -> each);
  }

  /** What it declares only for developing, testing and documenting: requirements as written. */
  public Stream<String> developmentDependencies() {
    return Stream.of(
            groups("dependency-groups", IS_FOR_USE.negate()),
            groups("tool.pdm.dev-dependencies", each -> true),
            strings("tool.uv.dev-dependencies"),
            requirements("tool.poetry.dev-dependencies"),
            inTables("tool.poetry.group", ".dependencies", IS_FOR_USE.negate()),
            inTables("tool.pixi.feature", "", IS_FOR_USE.negate()))
        .flatMap(each -> each);
  }

  /** What each table below a key declares. */
  private Stream<String> inTables(String key, String below, Predicate<String> names) {
    return table(key).stream()
        .flatMap(tables -> tables.keySet().stream())
        .filter(names)
        .map(each -> key + "." + quoted(each) + below)
        .flatMap(each -> below.isEmpty() ? ofPixi(each) : requirements(each));
  }

  /** Packages of Conda are called like those of PyPI, as a rule. */
  private Stream<String> ofPixi(String key) {
    return Stream.of("dependencies", "pypi-dependencies", "host-dependencies", "run-dependencies")
        .flatMap(each -> requirements(key + "." + each));
  }

  /** The names in a table, with the extras that their values ask for. */
  private Stream<String> requirements(String key) {
    return table(key).stream()
        .flatMap(
            each -> each.keySet().stream().map(name -> name + extras(each.get(List.of(name)))));
  }

  private static String extras(Object value) {
    if (value instanceof TomlTable table
        && table.get(List.of("extras")) instanceof TomlArray extras) {
      return extras.toList().stream()
          .map(String::valueOf)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return "";
  }

  /** What it declares for everybody who runs it: requirements as written, of Poetry the names. */
  public Stream<String> runtimeDependencies() {
    return Stream.concat(
        strings("project.dependencies"),
        keys("tool.poetry.dependencies").filter(name -> !name.equals("python")));
  }

  private Stream<String> groups(String key, Predicate<String> names) {
    return table(key).stream()
        .flatMap(groups -> groups.keySet().stream())
        .filter(names)
        .flatMap(each -> strings(key + "." + quoted(each)));
  }

  private Stream<String> keys(String key) {
    return table(key).stream().flatMap(each -> each.keySet().stream());
  }

  /** The entries of a table, their values as text. */
  public Stream<Map.Entry<String, String>> entries(String key) {
    return table(key).stream()
        .flatMap(
            each ->
                each.keySet().stream()
                    .map(name -> Map.entry(name, written(each.get(List.of(name))))));
  }

  private static String written(Object value) {
    return value instanceof TomlTable table ? table.toJson() : String.valueOf(value);
  }

  private static String quoted(String key) {
    return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Optional<TomlTable> table(String key) {
    return value(key).filter(TomlTable.class::isInstance).map(TomlTable.class::cast);
  }

  /** A string, or the strings in an array. */
  private Stream<String> strings(String key) {
    Object value = value(key).orElse("");
    if (value instanceof TomlArray array) {
      return array.toList().stream().filter(String.class::isInstance).map(String.class::cast);
    }
    return value instanceof String text && !text.isEmpty() ? Stream.of(text) : Stream.empty();
  }

  /**
   * A setting of a tool.
   *
   * @param key dotted, from the root of the file
   * @param line where the key stands, from 1
   */
  public record Setting(String key, Object value, int line) {}

  /** The value of a dotted key that is no table. */
  public Optional<Setting> setting(String key) {
    return value(key)
        .filter(each -> !(each instanceof TomlTable))
        .map(each -> new Setting(key, each, toml.inputPositionOf(key).line()));
  }

  /** The settings directly in a table, with their names in it for keys; in the order of names. */
  public Stream<Setting> settings(String table) {
    return table(table).stream()
        .flatMap(
            each ->
                each.keySet().stream()
                    .sorted()
                    .map(
                        name ->
                            new Setting(
                                name,
                                each.get(List.of(name)),
                                each.inputPositionOf(List.of(name)).line())));
  }

  /** The strings under a dotted key: one, or those of an array. */
  public Stream<String> texts(String key) {
    return strings(key);
  }

  /** Whether there is a table or value under a dotted key. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** The value of a dotted key; empty where something on the way to it is no table. */
  private Optional<Object> value(String key) {
    try {
      return Optional.ofNullable(toml.get(key));
    } catch (TomlInvalidTypeException e) {
      return Optional.empty();
    }
  }
}
