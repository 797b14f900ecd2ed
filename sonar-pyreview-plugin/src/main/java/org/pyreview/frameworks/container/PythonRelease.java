package org.pyreview.frameworks.container;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.files.Dockerfile;
import org.pyreview.project.packages.Version;

/**
 * The release of Python that a deployment asks for.
 *
 * @param place the version
 * @param text as it is written
 */
public record PythonRelease(ProjectFile file, Place place, String text, Version version) {

  private static final String NUMBER = "(\\d+\\.\\d+(?:\\.\\d+)?(?:(?:a|b|rc)\\d+)?)";
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?i)^\\s*FROM\\s+(?:--\\S+\\s+)?(?:\\S*/)?(?:python:|uv:(?:[\\w.]+-)?python)"
              + NUMBER
              + "(?=[-\\s@]|$)");
  private static final Pattern RUNTIME = Pattern.compile("^python-" + NUMBER + "\\s*$");
  private static final Pattern PINNED = Pattern.compile("^" + NUMBER + "\\s*$");
  private static final Pattern PIPFILE =
      Pattern.compile("^python_(?:full_)?version\\s*=\\s*\"" + NUMBER + "\"");

  /**
   * When the last security fixes came, for releases that get none any more.
   *
   * @see <a href="https://devguide.python.org/versions/">Status of Python versions</a>
   */
  private static final Map<String, LocalDate> ENDS =
      Map.of(
          "3.6", LocalDate.of(2021, 12, 23),
          "3.7", LocalDate.of(2023, 6, 27),
          "3.8", LocalDate.of(2024, 10, 7),
          "3.9", LocalDate.of(2025, 10, 31));

  /** Those of a project, development left out. */
  public static List<PythonRelease> of(Project project) {
    List<PythonRelease> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      if (!DevelopmentPath.of(file.path()).isDevelopment()) {
        Pattern pattern = pattern(file.name());
        if (pattern != null) {
          file.plainText().ifPresent(text -> collect(file, text, pattern, found));
        }
      }
    }
    return found;
  }

  /** Whether it still got security fixes on this day. */
  public boolean isSupportedOn(LocalDate day) {
    return ENDS.entrySet().stream()
        .filter(each -> text.equals(each.getKey()) || text.startsWith(each.getKey() + "."))
        .anyMatch(each -> day.isBefore(each.getValue()));
  }

  /** {@code worker_py3_7/Dockerfile}: an image for this version, beside those for others. */
  public boolean isNamedByPath() {
    String[] numbers = text.split("\\.");
    return numbers.length > 1
        && Pattern.compile(
                "(?i)py(?:thon)?[-_.]?%s[-_.]?%s(?!\\d)"
                    .formatted(numbers[0], numbers[1].replaceAll("\\D.*", "")))
            .matcher(file.toString())
            .find();
  }

  private static Pattern pattern(String name) {
    return switch (name) {
      case "runtime.txt" -> RUNTIME;
      case ".python-version" -> PINNED;
      case "Pipfile" -> PIPFILE;
      default -> Dockerfile.isNamed(name) ? IMAGE : null;
    };
  }

  private static void collect(
      ProjectFile file, String text, Pattern pattern, List<PythonRelease> found) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher version = pattern.matcher(lines.get(i));
      if (version.find()) {
        Place place = Place.inLine(i + 1, version.start(1), version.group(1).length());
        Version.of(version.group(1))
            .ifPresent(
                parsed -> found.add(new PythonRelease(file, place, version.group(1), parsed)));
      }
    }
  }
}
