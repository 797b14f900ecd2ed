package org.pyreview.project.packages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/**
 * The file in which a project says what each of its versions brought.
 *
 * @param newest the version of its first heading
 * @param versions those of all its headings
 */
public record Changelog(
    RepositoryFile file, String text, Place place, String newest, List<Version> versions) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:changelog|changes|history|news|release[-_]?notes)(?:\\.(?:md|rst|txt))?");
  private static final Pattern FRAGMENTS =
      Pattern.compile(
          "(?i)(?:changelog|changes|news|newsfragments)(?:\\.d)?/.+|\\.changes?/.+"
              + "|(?:.*/)?(?:newsfragments|changelog\\.d|changes\\.d|changelogs/unreleased|releasenotes/notes)/.+"
              + "|\\.changeset/.+|cliff\\.toml|\\.?release-please-(?:config|manifest)\\.json|\\.github/release-drafter\\.ya?ml|\\.cz\\.(?:toml|json|ya?ml)|\\.releaserc.*");
  private static final Pattern GENERATOR =
      Pattern.compile(
          "(?m)^\\s*\\[\\[?tool\\.(?:towncrier|scriv|semantic_release|commitizen|git-cliff|antsibull-changelog)\\b");

  /** Where the changelog goes on, if its first lines send their readers there. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(?i)https?://(?!\\S*keepachangelog)\\S*(?:/releases\\b|readthedocs|/docs?[/.]|docs\\.|release[-_]?notes|whats-?new|/changelog)");

  /** One word may name the product; more of them do where several headings begin with them. */
  private static final Pattern HEADING =
      Pattern.compile(
          "(?i)\\s*(?:#+|=+)?\\s*(?<name>(?:[\\w-]+ ){0,2}?)(?:version |(?:pre-)?release ){0,2}[\\[(*`_]*v?(?<number>\\d++(?:\\.\\d++)++[\\w.]*)[\\])*`_]*(?:[\\s:(-–—].*)?");

  private static final Pattern UNDERLINE = Pattern.compile("([=~^*-])\\1{2,}");
  private static final Pattern UNRELEASED =
      Pattern.compile("(?i)\\bunreleased\\b|\\bnext\\b|\\bupcoming\\b|\\bin development\\b");

  /** That of a project; empty if it has none that names versions, or collects fragments. */
  public static Optional<Changelog> of(Project project) {
    boolean isCollected =
        !RepositoryFile.of(project, path -> FRAGMENTS.matcher(path.toString()).matches()).isEmpty()
            || project
                .text("pyproject.toml")
                .filter(text -> GENERATOR.matcher(text).find())
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
    List<Integer> headings =
        ofProduct(
            IntStream.range(0, lines.size()).filter(i -> isHeading(lines, i)).boxed().toList(),
            lines);
    if (headings.isEmpty() || isElsewhere(lines.subList(0, headings.get(0)))) {
      return Optional.empty();
    }
    List<String> numbers = headings.stream().map(i -> number(lines.get(i))).toList();
    return Optional.of(
        new Changelog(
            file,
            text,
            Place.firstLine(text),
            numbers.get(0),
            numbers.stream().flatMap(each -> Version.of(each).stream()).toList()));
  }

  private static boolean isElsewhere(List<String> preamble) {
    return preamble.stream().anyMatch(line -> ELSEWHERE.matcher(line).find());
  }

  /** "Drop Python 3.9" is about something else; "Shop Server 2.0" and "Shop Server 1.9" aren't. */
  private static List<Integer> ofProduct(List<Integer> headings, List<String> lines) {
    List<Integer> plain =
        headings.stream().filter(i -> !name(lines.get(i)).strip().contains(" ")).toList();
    if (!plain.isEmpty()) {
      return plain;
    }
    Map<String, Long> names =
        headings.stream()
            .collect(Collectors.groupingBy(i -> name(lines.get(i)), Collectors.counting()));
    return headings.stream().filter(i -> names.get(name(lines.get(i))) > 1).toList();
  }

  private static String name(String heading) {
    return part(heading, "name");
  }

  private static String number(String heading) {
    return part(heading, "number");
  }

  private static String part(String heading, String group) {
    Matcher matcher = HEADING.matcher(heading);
    return matcher.matches() ? matcher.group(group) : "";
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

  /**
   * Whether it says something about a version, or has a section for what isn't released yet. Where
   * it is ahead, it is the version that was forgotten.
   */
  public boolean covers(ProjectVersion current) {
    if (versions.stream().anyMatch(each -> each.compareTo(current.version()) > 0)) {
      return true;
    }
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
