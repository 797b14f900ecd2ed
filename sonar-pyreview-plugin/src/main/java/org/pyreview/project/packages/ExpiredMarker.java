package org.pyreview.project.packages;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pyreview.project.History;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * A TODO, or a text that announces a removal, whose own end has come.
 *
 * @param place from the marker to the end of the line
 * @param marker TODO, FIXME …; empty for a text
 * @param reason why it is over, to go on with in a sentence
 */
public record ExpiredMarker(ProjectFile file, Place place, String marker, String reason) {

  private static final Pattern COMMENT =
      Pattern.compile("#.*?\\b((TODO|FIXME|XXX|HACK|DEPRECATED)\\b.*)");
  private static final Pattern REMOVAL =
      Pattern.compile(
          "(?i)\\b(?:remov(?:e|ed|es|al)|drop(?:ped|s)?|delet(?:e|ed)|clean(?:ed)? ?up)\\b([^.\\n]{0,60}?)\\b(in|after|by|once|with|from|for|on)\\s+"
              + "(?:version\\s+|release\\s+)?(?:([A-Za-z][\\w-]*)\\s+)?(?:version\\s+|release\\s+)?v?(\\d+(?:\\.\\d+)+)\\b(?!\\+?,? (?:or|and) (?:earlier|older|lower|below|before|prior|less))");

  /** Then the version belongs to what has to happen first, and is no end itself. */
  private static final Pattern CONDITION =
      Pattern.compile("(?i)\\b(?:once|when|until|unless|if|while|as soon as)\\b");

  private static final Pattern END_OF_SUPPORT =
      Pattern.compile(
          "(?i)\\b(?:when|once|after|until|as soon as)\\b[^.\\n]{0,30}?\\b(?:drop(?:s|ped|ping)?|remov(?:e|es|ed|ing)|end(?:s|ed|ing)?)\\s+(?:the\\s+)?(?:support\\s+(?:for|of)\\s+)?([A-Za-z][\\w-]*)\\s+v?(\\d+(?:\\.\\d+)+)\\b"
              + "|\\b(?:when|once|after|until|as soon as)\\s+(?:the\\s+)?(?:support\\s+(?:for|of)\\s+)?([A-Za-z][\\w-]*)\\s+v?(\\d+(?:\\.\\d+)+)\\s+(?:support\\s+)?(?:is|are|was|gets|has been)\\s+(?:dropped|removed|gone|no longer supported|not supported|unsupported|end[- ]of[- ]life)");
  private static final Pattern DATE =
      Pattern.compile(
          "(?i)(?:\\b(?:by|until|till|after|before|due|deadline:?|expires?(?: on)?|on|remove[d]?(?: on)?)\\s+|TODO\\s*\\[)(20\\d\\d)-(\\d\\d)(?:-(\\d\\d))?\\b");
  private static final Pattern ISSUE =
      Pattern.compile("^\\w+\\s*[(:]?\\s*(?:issue\\s+)?#(\\d+)\\b");
  private static final String ANNOUNCED = "will be removed in";
  private static final Pattern ANNOUNCEMENT =
      Pattern.compile("[\"'][^\"'\\n]*?\\b(" + ANNOUNCED + " [^\"'\\n]*)");
  private static final String[] SIGNS = {"TODO", "FIXME", "XXX", "HACK", "DEPRECATED"};
  private static final String[] OCCASIONS =
      Stream.concat(Arrays.stream(SIGNS), Stream.of(ANNOUNCED)).toArray(String[]::new);

  /** Those of a project's Python files. */
  public static List<ExpiredMarker> of(Project project) {
    Optional<ProjectVersion> version = ProjectVersion.ofTagsToo(project);
    MinimumVersions required = MinimumVersions.of(project);
    Optional<History> history = History.of(project);
    List<ExpiredMarker> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      if (file.name().endsWith(".py") && file.mentions(OCCASIONS)) {
        file.text().ifPresent(text -> collect(file, text, version, required, history, found));
      }
    }
    return found;
  }

  private static void collect(
      ProjectFile file,
      String text,
      Optional<ProjectVersion> version,
      MinimumVersions required,
      Optional<History> history,
      List<ExpiredMarker> found) {
    boolean mayAnnounce = text.contains(ANNOUNCED);
    boolean mayRemind = false;
    for (String sign : SIGNS) {
      mayRemind |= text.contains(sign);
    }
    if (!mayAnnounce && !mayRemind) {
      return;
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher comment = COMMENT.matcher(line);
      Matcher announcement = ANNOUNCEMENT.matcher(line);
      Optional<String> reason = Optional.empty();
      Matcher matched = comment;
      if (mayRemind && comment.find()) {
        reason = reason(comment.group(1), version, required, history);
      } else if (mayAnnounce && announcement.find() && !file.path().isTest()) {
        matched = announcement;
        reason = removed(announcement.group(1), version, true);
      }
      if (reason.isPresent()) {
        String stripped = matched.group(1).stripTrailing();
        found.add(
            new ExpiredMarker(
                file,
                Place.inLine(i + 1, matched.start(1), stripped.length()),
                matched == comment ? comment.group(2) : "",
                reason.get()));
      }
    }
  }

  private static Optional<String> reason(
      String marker,
      Optional<ProjectVersion> version,
      MinimumVersions required,
      Optional<History> history) {
    return removed(marker, version, false)
        .or(() -> dropped(marker, required))
        .or(() -> history.flatMap(each -> passed(marker, each)))
        .or(() -> history.flatMap(each -> closed(marker, each)));
  }

  /** Whether the project has the version in which something was to go. */
  private static Optional<String> removed(
      String text, Optional<ProjectVersion> version, boolean needsName) {
    Matcher removal = REMOVAL.matcher(text);
    if (version.isEmpty() || !removal.find()) {
      return Optional.empty();
    }
    if (CONDITION.matcher(removal.group(1)).find()) {
      return Optional.empty();
    }
    boolean isAfterwards = removal.group(2).equalsIgnoreCase("after");
    Optional<String> product = Optional.ofNullable(removal.group(3));
    boolean isOurs =
        product.isPresent()
            ? version.get().name().filter(name -> isSame(name, product.get())).isPresent()
            : !needsName;
    if (isAfterwards && isWithin(version.get().version(), removal.group(4))) {
      return Optional.empty();
    }
    return Version.of(removal.group(4))
        .filter(end -> isOurs && hasCome(end, version.get().version()))
        .map(end -> "the project's version is %s".formatted(version.get().text()));
  }

  /** An alpha of 2.0 isn't 2.0 yet. */
  private static boolean hasCome(Version end, Version current) {
    return end.compareTo(current) < (current.isPreliminary() ? 0 : 1);
  }

  /** Whether a version belongs to a series as it is written: what goes after 2.0 is in 2.0.1. */
  private static boolean isWithin(Version version, String series) {
    String[] parts = series.split("\\.");
    return IntStream.range(0, parts.length)
        .allMatch(
            i ->
                Integer.toString(i < version.numbers().size() ? version.numbers().get(i) : 0)
                    .equals(parts[i]));
  }

  /** Whether the project no longer works with what the marker waits for the end of. */
  private static Optional<String> dropped(String text, MinimumVersions required) {
    Matcher end = END_OF_SUPPORT.matcher(text);
    if (!end.find()) {
      return Optional.empty();
    }
    String product = end.group(1) != null ? end.group(1) : end.group(3);
    String number = end.group(2) != null ? end.group(2) : end.group(4);
    Optional<Version> oldest = required.of(product);
    return Version.of(number)
        .filter(last -> oldest.filter(each -> isAfter(each, last)).isPresent())
        .map(last -> "%s %s is not supported any more".formatted(product, number));
  }

  /** Whether a version belongs to a later series: 3.2.1 doesn't end 3.2. */
  private static boolean isAfter(Version version, Version series) {
    int parts = Math.min(version.numbers().size(), series.numbers().size());
    return !version.numbers().subList(0, parts).equals(series.numbers().subList(0, parts))
        && version.compareTo(series) > 0;
  }

  private static boolean isSame(String name, String product) {
    return PythonPackages.normalized(name)
        .equals(PythonPackages.normalized(product.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> passed(String text, History history) {
    Matcher date = DATE.matcher(text);
    if (!date.find()) {
      return Optional.empty();
    }
    try {
      LocalDate start =
          LocalDate.of(
              Integer.parseInt(date.group(1)),
              Integer.parseInt(date.group(2)),
              date.group(3) == null ? 1 : Integer.parseInt(date.group(3)));
      LocalDate end = date.group(3) == null ? start.plusMonths(1).minusDays(1) : start;
      return end.isBefore(history.day())
          ? Optional.of("the newest commit is from %s".formatted(history.day()))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> closed(String text, History history) {
    Matcher issue = ISSUE.matcher(text);
    return issue.find()
        ? history
            .closing(issue.group(1))
            .map(commit -> "%s says that it closes #%s".formatted(commit.shortId(), issue.group(1)))
        : Optional.empty();
  }
}
