package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.python.ModulePath;

/**
 * Virtual environments of Python in a repository: those that lie in it, and those that its
 * documents make there.
 *
 * @see <a href="https://docs.python.org/3/library/venv.html">venv</a>
 */
public final class VirtualEnvironment {

  private static final Pattern INSIDE =
      Pattern.compile(
          "(?:(.*)/)?(?:pyvenv\\.cfg|lib(?:64)?/python\\d\\.\\d+/site-packages/.*|Lib/site-packages/.*"
              + "|bin/activate_this\\.py)");
  private static final Pattern WINDOWS = Pattern.compile("(?:(.*)/)?Scripts/activate\\.bat");
  private static final Set<String> TEST_INPUT =
      Set.of("fixtures", "fixture", "testdata", "test_data", "tests", "test", "typeshed", "stubs");
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "(?i)(?:readme.*|contributing.*|install.*|makefile|justfile|.*\\.sh|\\.gitlab-ci\\.yml|taskfile\\.ya?ml)");
  private static final Pattern PROSE =
      Pattern.compile("(?i)(?:readme|contributing|install)(?:[^.]*|.*\\.(?:md|rst|txt|adoc))");
  private static final Pattern FENCE = Pattern.compile("^\\s*(?:```|~~~|----$)");
  private static final Pattern PROMPT = Pattern.compile("(?:[$>;|]|&&)\\s*$");
  private static final Pattern BACKTICKS = Pattern.compile("`+");
  private static final Pattern CREATION =
      Pattern.compile(
          "(?:\\bpython[\\d.]*|\\bpy)\\s+-m\\s+venv(?:\\s+-\\S+)*\\s+([\\w./~$-]+)|(?<![A-Za-z] )\\bvirtualenv(?:\\s+-p\\s*\\S+|\\s+-\\S+)*\\s+([\\w./~$-]+)"
              + "|(?<![A-Za-z] )\\buv\\s+venv(?:\\s+([\\w./~$][\\w./~$-]*))?");

  /** What may follow a command; after a word of prose comes the next one. */
  private static final Pattern ENDS = Pattern.compile("\\s*(?:$|[`;&|\"'#)\\\\.,:*]| -)");

  private static final Pattern CLONE = Pattern.compile("\\b(?:git|gh repo|hg) clone\\b");

  /** What only works in a clone. */
  private static final Pattern FROM_CLONE =
      Pattern.compile(
          "\\bpip[\\d.]* install\\b[^\\n]*(?:\\s-r|\\s--requirement|\\s-e|\\s--editable|\\s[\"']?\\.)|\\b(?:uv|poetry|pdm|pipenv) (?:sync|install)\\b|\\bmanage\\.py\\b|\\bsetup\\.py\\b|\\bmake \\w");

  private static final Pattern RELEASE =
      Pattern.compile(
          "\\bpip[\\d.]* install (?:(?:-U|--upgrade|-q|--pre|--user) )*(?!(?:-U |--upgrade )?(?:pip|setuptools|wheel|uv|poetry)\\b)[\"']?[A-Za-z]");
  private static final int NEAR = 15;
  private static final String DEFAULT_OF_UV = ".venv";

  private VirtualEnvironment() {}

  /** The folders of those that are committed, or without git of those among the files. */
  public static Set<String> committed(Project project) {
    List<String> paths =
        project
            .git()
            .map(tree -> tree.paths())
            .orElseGet(() -> project.files().stream().map(ProjectFile::toString).toList());
    Set<String> roots = new TreeSet<>();
    for (String path : paths) {
      Matcher inside = INSIDE.matcher(path);
      Matcher windows = WINDOWS.matcher(path);
      if (inside.matches()) {
        roots.add(folder(inside.group(1)));
      } else if (windows.matches() && paths.contains(path.replace("activate.bat", "python.exe"))) {
        roots.add(folder(windows.group(1)));
      }
    }
    roots.removeIf(root -> ModulePath.of(root + "/x").isBelow(TEST_INPUT));
    return roots;
  }

  private static String folder(String root) {
    return root == null ? "." : root;
  }

  /**
   * A command of a document that makes one inside of the repository.
   *
   * @param path of the environment
   */
  public record Instruction(ProjectFile file, Place place, String path) {}

  /** The first such command. */
  public static Optional<Instruction> instruction(Project project) {
    List<Instruction> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      boolean isDocument =
          DOCUMENT.matcher(file.name()).matches() && file.path().segments().size() == 1;
      if (isDocument) {
        file.text().ifPresent(text -> collect(file, text, found));
      }
    }
    return found.stream().findFirst();
  }

  /** The first line whose commands run in the repository: those before a clone run beside it. */
  private static int firstInside(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (CLONE.matcher(lines.get(i)).find()) {
        return i;
      }
    }
    return 0;
  }

  /**
   * Whether the next installation is one of a package by its name: whoever does that has no clone.
   */
  private static boolean installsRelease(List<String> lines, int start) {
    for (int i = start; i < Math.min(lines.size(), start + NEAR); i++) {
      if (FROM_CLONE.matcher(lines.get(i)).find()) {
        return false;
      }
      if (RELEASE.matcher(lines.get(i)).find()) {
        return true;
      }
    }
    return false;
  }

  /** The lines between fences. */
  private static Set<Integer> inBlocks(List<String> lines) {
    Set<Integer> inside = new HashSet<>();
    boolean isInside = false;
    for (int i = 0; i < lines.size(); i++) {
      if (FENCE.matcher(lines.get(i)).find()) {
        isInside = !isInside;
      } else if (isInside) {
        inside.add(i);
      }
    }
    return inside;
  }

  /** Whether what stands before a command on its line lets it be one, outside of a block. */
  private static boolean isWritten(String before) {
    return before.isBlank()
        || before.startsWith("    ")
        || before.startsWith("\t")
        || PROMPT.matcher(before).find()
        || BACKTICKS.matcher(before).results().count() % 2 == 1;
  }

  private static void collect(ProjectFile file, String text, List<Instruction> found) {
    List<String> lines = text.lines().toList();
    boolean isProse = PROSE.matcher(file.name()).matches();
    Set<Integer> inBlocks = inBlocks(lines);
    for (int i = firstInside(lines); i < lines.size(); i++) {
      Matcher creation = CREATION.matcher(lines.get(i));
      while (creation.find()) {
        boolean isCommand =
            !isProse
                || inBlocks.contains(i)
                || isWritten(lines.get(i).substring(0, creation.start()));
        String path =
            creation.group(1) != null
                ? creation.group(1)
                : creation.group(2) != null
                    ? creation.group(2)
                    : Optional.ofNullable(creation.group(3)).orElse(DEFAULT_OF_UV);
        boolean isInside =
            isCommand
                && ENDS.matcher(lines.get(i).substring(creation.end())).lookingAt()
                && path.matches("(?:\\./)?[\\w.-]*\\w[\\w.-]*/?")
                && !path.startsWith("..")
                && !installsRelease(lines, i);
        if (isInside) {
          found.add(
              new Instruction(
                  file,
                  Place.inLine(i + 1, creation.start(), creation.end() - creation.start()),
                  path.replaceFirst("^\\./", "").replaceFirst("/$", "")));
        }
      }
    }
  }
}
