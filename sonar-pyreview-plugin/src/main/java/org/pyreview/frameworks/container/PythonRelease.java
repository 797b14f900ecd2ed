package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
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
