package org.pyreview.project.packages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/**
 * The file in which a project says what each of its versions brought.
 *
 * @param newest the version of its first heading
 */
public record Changelog(RepositoryFile file, String text, Place place, String newest) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:changelog|changes|history|news|release[-_]?notes)(?:\\.(?:md|rst|txt))?");
  private static final Pattern FRAGMENTS =
      Pattern.compile("(?i)(?:changelog|changes|news|newsfragments)(?:\\.d)?/.+|\\.changes?/.+");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?i)\\s*(?:#+|=+)?\\s*(?:[\\w-]+ )?(?:version |release )?[\\[(*`_]*v?(\\d++(?:\\.\\d++)++[\\w.]*)[\\])*`_]*(?:[\\s:(-–—].*)?");
  private static final Pattern UNDERLINE = Pattern.compile("([=~^*-])\\1{2,}");
  private static final Pattern UNRELEASED =
      Pattern.compile("(?i)\\bunreleased\\b|\\bnext\\b|\\bupcoming\\b|\\bin development\\b");

  /** That of a project; empty if it has none that names versions, or collects fragments. */
  public static Optional<Changelog> of(Project project) {
    boolean isCollected =
        !RepositoryFile.of(project, path -> FRAGMENTS.matcher(path.toString()).matches()).isEmpty()
            || project
                .text("pyproject.toml")
                .filter(text -> text.contains("[tool.towncrier"))
                .isPresent();
    return isCollected
        ? Optional.empty()
        : RepositoryFile.of(project).stream()
            .filter(file -> file.isAtRoot() && NAME.matcher(file.name()).matches())
            .flatMap(file -> file.text().flatMap(text -> parse(file, text)).stream())
            .findFirst();
  }

  private static Optional<Changelog> parse(RepositoryFile file, String text) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> isHeading(lines, i))
        .mapToObj(i -> HEADING.matcher(lines.get(i)))
        .filter(Matcher::matches)
        .map(heading -> new Changelog(file, text, Place.firstLine(text), heading.group(1)))
        .findFirst();
  }

  private static boolean isHeading(List<String> lines, int i) {
    String line = lines.get(i);
    boolean isUnderlined =
        i + 1 < lines.size() && UNDERLINE.matcher(lines.get(i + 1).strip()).matches();
    return (line.startsWith("#")
            || line.startsWith("[")
            || isUnderlined
            || line.matches("(?i)v(?:ersion )?\\d.*|\\d+(?:\\.\\d+)+\\b.*"))
        && HEADING.matcher(line).matches();
  }

  /** Whether it says something about a version, or has a section for what isn't released yet. */
  public boolean covers(ProjectVersion current) {
    if (current.version().isPreliminary() && UNRELEASED.matcher(text).find()) {
      return true;
    }
    Matcher number = Pattern.compile("(?<![\\d.])\\d+(?:\\.\\d+)+(?![\\d])").matcher(text);
    while (number.find()) {
      if (Version.of(number.group())
          .filter(each -> each.compareTo(current.version()) == 0)
          .isPresent()) {
        return true;
      }
    }
    return false;
  }
}
