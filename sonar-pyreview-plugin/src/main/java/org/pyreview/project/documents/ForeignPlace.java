package org.pyreview.project.documents;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.Pyprojects;

/**
 * Whether the readers of a document stand outside of the project after some of its lines: in
 * another repository that it told them to clone, or in a folder that the project doesn't have.
 */
final class ForeignPlace {

  private static final Pattern CLONE =
      Pattern.compile("\\b(?:git|gh repo|hg) clone (?:--?\\S+(?: \\d+)? )*[\"']?([^\\s\"'`]+)");
  private static final Pattern REPOSITORY =
      Pattern.compile("https?://(?:www\\.)?(?:github|gitlab|bitbucket)\\.\\w+/[\\w.-]+/([\\w.-]+)");
  private static final Pattern MAKING =
      Pattern.compile(
          "(?:^|[\\s$`])(?:tar|unzip|wget|curl|touch|cp|mv|tee|nano|vim?|emacs|scp) |\\s>>?\\s|(?i:\\b(?:create|write|save|download|copy|add) )");
  private static final Pattern FILE = Pattern.compile("[\\w./-]*[\\w-]\\.\\w{1,5}\\b");
  private static final Pattern STEP = Pattern.compile("(?:^|[\\s$`&;])cd ([^\\s`&;]+)");
  private static final Pattern HEADING = Pattern.compile("#{1,3} .*|[=~^-]{4,}\\s*");

  private final Set<String> ownNames;
  private final Set<String> folders;
  private final Set<String> made = new HashSet<>();
  private final Set<String> madeInLine = new HashSet<>();

  /** Repositories that the document links to and doesn't tell to clone as this one. */
  private final Set<String> others = new HashSet<>();

  private final Set<String> cloned = new HashSet<>();
  private boolean isCloned;
  private boolean isLinked;
  private boolean isAway;

  /**
   * @param ownNames what the project is called, in lower case
   * @param folders those of the project, without slashes at their ends
   */
  ForeignPlace(Set<String> ownNames, Set<String> folders) {
    this.ownNames = ownNames;
    this.folders = folders;
  }

  /** What a project is called: in its manifest, its folder, its packages. */
  static Set<String> ownNames(Project project) {
    Set<String> names = new HashSet<>();
    project.files().stream()
        .filter(file -> file.name().equals("pyproject.toml"))
        .flatMap(file -> Pyprojects.of(project).read(file).stream())
        .flatMap(toml -> Stream.concat(toml.texts("project.name"), toml.texts("tool.poetry.name")))
        .forEach(names::add);
    project.folderName().ifPresent(names::add);
    project.files().stream()
        .filter(file -> file.name().equals("__init__.py") || file.name().equals("manage.py"))
        .map(file -> file.path().segments().get(0))
        .forEach(names::add);
    Set<String> plain = new HashSet<>();
    names.forEach(name -> plain.add(plain(name)));
    return plain;
  }

  /** Takes the next line of the document. */
  void read(String line) {
    if (HEADING.matcher(line).matches()) {
      isAway = false;
      isCloned = false;
      isLinked = false;
    }
    made.addAll(madeInLine);
    madeInLine.clear();
    if (MAKING.matcher(line).find()) {
      Matcher file = FILE.matcher(line);
      while (file.find()) {
        madeInLine.add(file.group().replaceFirst(".*/", ""));
      }
    }
    Matcher linked = REPOSITORY.matcher(line);
    while (linked.find()) {
      isLinked |= !isOwn(name(linked.group(1)));
      others.add(plain(name(linked.group(1))));
    }
    Matcher clone = CLONE.matcher(line);
    if (clone.find()) {
      isCloned = !isOwn(name(clone.group(1)));
      if (!isCloned) {
        cloned.add(plain(name(clone.group(1))));
      }
    }
    Matcher step = STEP.matcher(line);
    while (step.find()) {
      isAway = leadsAway(step.group(1));
      isCloned &= isAway;
    }
  }

  /** Whether an earlier line tells them to unpack, download or write the file. */
  boolean isMadeByReader(String path) {
    return made.contains(path.replaceFirst(".*/", ""));
  }

  /** Whether they stand there now. */
  boolean isEntered() {
    return isAway || isCloned;
  }

  /** Whether the section names another repository, whose scripts it may speak of. */
  boolean isLinkedTo() {
    return isLinked;
  }

  private boolean leadsAway(String path) {
    String plain = path.replaceFirst("^\\./", "").replaceFirst("/+$", "");
    boolean goesBack = plain.matches("-|\\.|(?:\\.\\./?)+");
    boolean isVariable = plain.matches(".*[$<{\\[].*");
    boolean isKnown =
        folders.contains(plain) || folders.stream().anyMatch(each -> each.endsWith("/" + plain));
    return !goesBack && !isVariable && !isKnown && (!isOwn(name(plain)) || isOther(plain(plain)));
  }

  /** {@code cd shop-starters} in the documents of a shop, which link that repository. */
  private boolean isOther(String name) {
    return others.contains(name) && !cloned.contains(name) && !ownNames.contains(name);
  }

  private static String name(String url) {
    return url.replaceFirst("/+$", "").replaceFirst("\\.git$", "").replaceFirst(".*[/:\\\\]", "");
  }

  private boolean isOwn(String name) {
    String plain = plain(name);
    return ownNames.stream()
        .anyMatch(own -> own.length() > 2 && (plain.contains(own) || own.contains(plain)));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
