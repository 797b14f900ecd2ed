package org.pyreview.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.files.IniFile;
import org.pyreview.project.files.Pyproject;

/**
 * The rules about style and types that the tools of a project ask for. Where no tool of the project
 * asks for a convention, breaking it is no mistake there.
 *
 * <p>Codes are those of ruff and flake8; isort and type checkers are taken for the code that ruff
 * has for the same question.
 *
 * @see <a href="https://docs.astral.sh/ruff/linter/#rule-selection">ruff: rule selection</a>
 */
public final class SelectedLints {

  /** What ruff checks where nothing is selected. */
  private static final List<String> RUFF_STANDARD = List.of("E4", "E7", "E9", "F");

  /** What flake8 checks where nothing is selected. */
  private static final List<String> FLAKE8_STANDARD = List.of("E", "F", "W", "C90");

  private static final Pattern RUNS_ISORT =
      Pattern.compile("(?m)^[^#\\n]*(?:\\bid:\\s*isort\\b|[\\s\"'/]isort(?:\\s|$))");
  private static final Pattern RUNS_FLAKE8 =
      Pattern.compile("(?m)^[^#\\n]*(?:\\bid:\\s*flake8\\b|[\\s\"'/]flake8(?:\\s|$))");
  private static final Pattern RUNS_RUFF =
      Pattern.compile("(?m)^[^#\\n]*(?:\\bid:\\s*ruff\\b(?!-format)|\\bruff\\s+(?:check|\\.|--))");
  private static final Pattern YES = Pattern.compile("(?i)true|1|yes|on");
  private static final Pattern STRICT_MYPY =
      Pattern.compile("strict|disallow_untyped_defs|disallow_incomplete_defs");

  private final Map<String, OfFolder> byFolder = new TreeMap<>();

  private static final class OfFolder {
    private final List<String> selected = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private boolean hasLinter;
    private boolean wantsWholeSignatures;
  }

  private SelectedLints(Project project) {
    for (ProjectFile file : project.files()) {
      boolean isWorkflow = file.folder().endsWith(".github/workflows/");
      if (!file.path().isTest() && (isWorkflow || isConfiguration(file.name()))) {
        file.text()
            .ifPresent(
                text -> {
                  String folder =
                      isWorkflow ? file.folder().replaceFirst("\\.github/.*", "") : file.folder();
                  read(file, text, byFolder.computeIfAbsent(folder, x -> new OfFolder()), project);
                });
      }
    }
  }

  /** Worked out once for a project. */
  public static SelectedLints of(Project project) {
    return project.knowledge(SelectedLints.class, SelectedLints::new);
  }

  /**
   * Whether some linter that is configured for the file's folder, or the nearest one above, checks
   * a rule.
   *
   * @param code as ruff or flake8 names it, such as {@code I001}
   */
  public boolean asks(ProjectFile file, String code) {
    for (OfFolder each : upwards(file)) {
      if (each.hasLinter) {
        return longest(each.selected, code) > longest(each.ignored, code);
      }
    }
    return false;
  }

  /** Whether a tool reports signatures of which only a part is annotated. */
  public boolean wantsWholeSignatures(ProjectFile file) {
    return asks(file, "ANN001")
        || upwards(file).stream().anyMatch(each -> each.wantsWholeSignatures);
  }

  private List<OfFolder> upwards(ProjectFile file) {
    List<OfFolder> found = new ArrayList<>();
    String folder = file.folder();
    while (true) {
      OfFolder own = byFolder.get(folder);
      if (own != null) {
        found.add(own);
      }
      if (folder.isEmpty()) {
        return found;
      }
      folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }
  }

  /**
   * The length of the longest prefix of a code that is listed; -1 where none is. {@code A} is
   * another plugin than {@code ANN}: only numbers are cut off, and the kinds of pylint's rules.
   */
  private static int longest(List<String> prefixes, String code) {
    return prefixes.stream()
        .map(each -> each.equals("ALL") ? "" : each)
        .filter(code::startsWith)
        .filter(
            each ->
                each.isEmpty()
                    || each.equals("PL")
                    || each.replaceAll("\\d", "").equals(code.replaceAll("\\d", "")))
        .mapToInt(String::length)
        .max()
        .orElse(-1);
  }

  private static boolean isConfiguration(String name) {
    return StyleTools.RUNNERS.contains(name)
        || name.matches(
            "pyproject\\.toml|\\.?ruff\\.toml|setup\\.cfg|\\.flake8|\\.isort\\.cfg|\\.?mypy\\.ini|pytype\\.cfg");
  }

  private static void read(ProjectFile file, String text, OfFolder folder, Project project) {
    if (file.name().endsWith(".toml")) {
      Pyprojects.of(project)
          .read(file)
          .ifPresent(
              toml -> {
                boolean isShared = file.name().equals("pyproject.toml");
                readRuff(toml, isShared ? "tool.ruff." : "", folder);
                readPyproject(toml, folder);
              });
    } else if (!file.name().matches(".*\\.ya?ml|[Mm]akefile|justfile|noxfile\\.py")) {
      readIni(IniFile.parse(text), folder);
    }
    if (!file.name().endsWith(".toml")) {
      readRunner(text, folder);
    }
  }

  private static void readRunner(String text, OfFolder folder) {
    if (RUNS_ISORT.matcher(text).find()) {
      select(folder, List.of("I"));
    }
    if (RUNS_RUFF.matcher(text).find() && !folder.hasLinter) {
      select(folder, RUFF_STANDARD);
    }
    if (RUNS_FLAKE8.matcher(text).find() && !folder.hasLinter) {
      select(folder, FLAKE8_STANDARD);
    }
  }

  private static void readRuff(Pyproject toml, String prefix, OfFolder folder) {
    if (!prefix.isEmpty() && !toml.has("tool.ruff")) {
      return;
    }
    List<String> chosen = texts(toml, prefix, "select", "lint.select");
    select(folder, chosen.isEmpty() ? RUFF_STANDARD : chosen);
    select(folder, texts(toml, prefix, "extend-select", "lint.extend-select"));
    folder.ignored.addAll(
        texts(toml, prefix, "ignore", "extend-ignore", "lint.ignore", "lint.extend-ignore"));
  }

  private static List<String> texts(Pyproject toml, String prefix, String... keys) {
    return Stream.of(keys).flatMap(key -> toml.texts(prefix + key)).toList();
  }

  private static void readPyproject(Pyproject toml, OfFolder folder) {
    if (toml.has("tool.isort")) {
      select(folder, List.of("I"));
    }
    folder.wantsWholeSignatures |=
        Stream.of("strict", "disallow_untyped_defs", "disallow_incomplete_defs")
            .anyMatch(
                key ->
                    toml.setting("tool.mypy." + key)
                        .filter(each -> YES.matcher(String.valueOf(each.value())).matches())
                        .isPresent());
  }

  private static void readIni(IniFile ini, OfFolder folder) {
    if (ini.sections().containsKey("flake8")) {
      Map<String, String> flake8 = ini.section("flake8");
      List<String> chosen = codes(flake8, "select");
      select(folder, chosen.isEmpty() ? FLAKE8_STANDARD : chosen);
      select(folder, codes(flake8, "extend-select"));
      folder.ignored.addAll(codes(flake8, "ignore"));
      folder.ignored.addAll(codes(flake8, "extend-ignore"));
      if (flake8.containsKey("import-order-style")) {
        select(folder, List.of("I"));
      }
    }
    if (Stream.of("isort", "settings", "tool:isort").anyMatch(ini.sections()::containsKey)) {
      select(folder, List.of("I"));
    }
    if (ini.sections().containsKey("mypy")) {
      Map<String, String> mypy = new HashMap<>(ini.section("mypy"));
      folder.wantsWholeSignatures |=
          mypy.entrySet().stream()
              .anyMatch(
                  each ->
                      STRICT_MYPY.matcher(each.getKey()).matches()
                          && YES.matcher(each.getValue()).matches());
    }
  }

  private static List<String> codes(Map<String, String> section, String key) {
    String value = section.getOrDefault(key, "").replaceAll("#[^\\n]*", "");
    return Stream.of(value.split("[,\\s]+")).filter(each -> !each.isEmpty()).toList();
  }

  private static void select(OfFolder folder, List<String> codes) {
    folder.hasLinter |= !codes.isEmpty();
    folder.selected.addAll(codes);
  }
}
