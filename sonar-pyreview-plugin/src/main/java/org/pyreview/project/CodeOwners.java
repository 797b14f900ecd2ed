package org.pyreview.project;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.ignore.FastIgnoreRule;

/**
 * A line of a CODEOWNERS file that makes nobody a reviewer.
 *
 * @param place the pattern
 * @see <a
 *     href="https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners">GitHub:
 *     About code owners</a>
 */
public record CodeOwners(RepositoryFile file, Place place, String pattern, Flaw flaw) {

  /** What is wrong with a line. */
  public enum Flaw {
    NAME_ALONE,
    NO_OWNER,
    NO_FILE
  }

  private static final Pattern NAME = Pattern.compile("[\\w-]+");
  private static final Pattern TYPE = Pattern.compile("(?:\\*\\*/|(.+/))?\\*\\.[\\w.]+");
  private static final Set<String> FOLDERS = Set.of("", ".github/", "docs/", ".gitlab/");

  /** Those of a project. */
  public static List<CodeOwners> invalid(Project project) {
    List<CodeOwners> found = new ArrayList<>();
    List<RepositoryFile> all = RepositoryFile.of(project);
    for (RepositoryFile file : all) {
      String path = file.toString();
      if (file.name().equals("CODEOWNERS")
          && FOLDERS.contains(path.substring(0, path.length() - file.name().length()))) {
        file.text().ifPresent(text -> read(file, text, all, found));
      }
    }
    return found;
  }

  private static void read(
      RepositoryFile file, String text, List<RepositoryFile> all, List<CodeOwners> found) {
    List<String> lines = text.lines().toList();
    boolean isInOwnedSection = false;
    boolean isAfterOwned = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("(?:^|\\s)#.*$", "").strip();
      if (line.matches("\\^?\\[[^\\]]+\\].*")) {
        // A section of GitLab may name the owners of all its lines.
        isInOwnedSection = line.contains("@");
      } else if (!line.isEmpty() && !line.startsWith("!")) {
        String[] words = line.split("(?<!\\\\)\\s+");
        boolean hasOwner =
            isInOwnedSection || Arrays.stream(words).skip(1).anyMatch(word -> word.contains("@"));
        Place place = Place.inLine(i + 1, lines.get(i).indexOf(words[0]), words[0].length());
        boolean isException = isAfterOwned && words.length == 1;
        boolean isMatched = words[0].equals("*") || matchesAny(words[0], all);
        if (!hasOwner && !isMatched && NAME.matcher(line).matches()) {
          found.add(new CodeOwners(file, place, words[0], Flaw.NAME_ALONE));
        } else if (!hasOwner && !(isException && isMatched)) {
          found.add(new CodeOwners(file, place, words[0], Flaw.NO_OWNER));
        } else if (!isMatched && !isForType(words[0], all)) {
          found.add(new CodeOwners(file, place, words[0], Flaw.NO_FILE));
        }
        isAfterOwned |= hasOwner;
      }
    }
  }

  /** {@code *.scss} is for the files to come, as long as its folder is there. */
  private static boolean isForType(String pattern, List<RepositoryFile> all) {
    Matcher type = TYPE.matcher(pattern);
    return type.matches() && (type.group(1) == null || matchesAny(type.group(1), all));
  }

  /** The patterns are those of .gitignore. */
  private static boolean matchesAny(String pattern, List<RepositoryFile> all) {
    if (!GitIgnore.isPattern(pattern)) {
      return false;
    }
    FastIgnoreRule rule = new FastIgnoreRule(pattern);
    FastIgnoreRule folder = new FastIgnoreRule(pattern.replaceFirst("/?$", "/"));
    return all.stream()
        .map(RepositoryFile::toString)
        .anyMatch(path -> rule.isMatch(path, false, false) || isBelow(path, folder));
  }

  private static boolean isBelow(String path, FastIgnoreRule folder) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (folder.isMatch(path.substring(0, slash), true, false)) {
        return true;
      }
    }
    return false;
  }
}
