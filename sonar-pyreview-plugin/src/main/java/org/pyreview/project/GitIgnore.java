package org.pyreview.project;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * The .gitignore files of a project. What a developer ignores on the own machine only doesn't
 * count.
 *
 * @param file the one at the root; empty if there is none, or SonarQube doesn't index it
 * @param rules of every file, by its folder with a slash at its end
 * @param exceptions the lines of every file that begin with an exclamation mark, without it
 * @see <a href="https://git-scm.com/docs/gitignore">gitignore</a>
 */
public record GitIgnore(
    Optional<ProjectFile> file, Map<String, IgnoreNode> rules, Map<String, IgnoreNode> exceptions) {

  private static final String NAME = ".gitignore";

  private static final Pattern WITH_CLOSED_BRACKETS =
      Pattern.compile("(?:[^\\\\\\[]|\\\\.?|\\[[!^]?+\\]?+[^\\]/]*+\\])*+");

  /** Those of a project. */
  public static GitIgnore of(Project project) {
    return project.knowledge(GitIgnore.class, GitIgnore::read);
  }

  private static GitIgnore read(Project project) {
    Map<String, IgnoreNode> rules = new TreeMap<>();
    Map<String, IgnoreNode> exceptions = new TreeMap<>();
    Stream.concat(
            project.files().stream().map(ProjectFile::toString),
            CommittedFiles.of(project).paths().stream())
        .filter(path -> path.equals(NAME) || path.endsWith("/" + NAME))
        .distinct()
        .forEach(
            path ->
                project
                    .text(path)
                    .ifPresent(
                        text -> {
                          String folder = path.substring(0, path.length() - NAME.length());
                          rules.put(folder, parse(text));
                          exceptions.put(folder, parse(exceptions(text)));
                        }));
    return new GitIgnore(project.file(NAME), rules, exceptions);
  }

  private static String exceptions(String text) {
    return text.lines()
        .filter(line -> line.startsWith("!"))
        .map(line -> line.substring(1))
        .collect(Collectors.joining("\n"));
  }

  /** Whether a line with an exclamation mark says that a file is committed on purpose. */
  public boolean isCommittedOnPurpose(String path) {
    return exceptions.entrySet().stream()
        .filter(each -> path.startsWith(each.getKey()))
        .map(each -> each.getValue().checkIgnored(path.substring(each.getKey().length()), false))
        .anyMatch(Boolean.TRUE::equals);
  }

  /**
   * Whether a line can match anything: brackets are closed before the next slash. JGit would say
   * otherwise as an error in the log of the scan.
   */
  static boolean isPattern(String line) {
    return WITH_CLOSED_BRACKETS.matcher(line).matches();
  }

  private static IgnoreNode parse(String text) {
    IgnoreNode rules = new IgnoreNode();
    String known = text.lines().filter(GitIgnore::isPattern).collect(Collectors.joining("\n"));
    try {
      rules.parse(NAME, new ByteArrayInputStream(known.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
    return rules;
  }

  /** Whether git leaves a folder at this path alone. */
  public boolean ignoresFolder(String path) {
    return ignores(path, true);
  }

  /** Whether git leaves a file at this path alone: it, or a folder on the way to it. */
  public boolean ignoresFile(String path) {
    return ignores(path, false);
  }

  private boolean ignores(String path, boolean isFolder) {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      if (isIgnoredItself(path.substring(0, end), true)) {
        return true;
      }
    }
    return isIgnoredItself(path, isFolder);
  }

  /** The rules nearest to it that say something decide. */
  private boolean isIgnoredItself(String path, boolean isFolder) {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    while (true) {
      IgnoreNode node = rules.get(folder);
      Boolean decided =
          node == null ? null : node.checkIgnored(path.substring(folder.length()), isFolder);
      if (decided != null) {
        return decided;
      }
      if (folder.isEmpty()) {
        return false;
      }
      folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }
  }
}
