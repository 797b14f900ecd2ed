package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * A setting that lets somebody else decide what is installed.
 *
 * @param place the option and its value
 * @param host whom it concerns; empty if that can't be told
 */
public record PackageIndex(ProjectFile file, Place place, Risk risk, String host) {

  /** Who may replace a package. */
  public enum Risk {
    /** Whoever is on the way: the connection isn't protected. */
    PLAIN,
    /** Whoever publishes the name on the other index with a higher version. */
    SECOND
  }

  private static final Pattern FILES =
      Pattern.compile(
          "(?i)(?:.*/)?(?:[\\w.-]*requirements[\\w.-]*\\.(?:txt|in)|pip\\.(?:conf|ini)|(?:.*\\.)?dockerfile(?:\\..*)?|containerfile|pipfile|pyproject\\.toml|uv\\.toml)|(?:.*/)?requirements/[^/]+\\.(?:txt|in)");
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?i)(?:--index-url|--extra-index-url|\\s-i|index[-_]url|extra[-_]index[-_]url|PIP_(?:EXTRA_)?INDEX_URL|UV_(?:EXTRA_|DEFAULT_)?INDEX(?:_URL)?|^url)[ =\"']+\\s*(http://([\\w.-]+)\\S*)|--trusted-host[ =]+(\\S+)|^trusted[-_]host\\s*=\\s*(\\S+)|^verify_ssl\\s*=\\s*false");
  private static final Pattern SECOND =
      Pattern.compile(
          "(?i)(?:--extra-index-url|extra[-_]index[-_]url|PIP_EXTRA_INDEX_URL|UV_EXTRA_INDEX_URL)[ =\"']+\\s*(https?://(?:[^@/\\s]*@)?([\\w.-]+)\\S*|\\$\\S+)");
  private static final Pattern LOCAL = Pattern.compile("localhost|127\\..*|[\\w-]+");
  private static final Pattern MIRRORS =
      Pattern.compile(
          "download\\.pytorch\\.org|pypi\\.nvidia\\.com|(?:www\\.)?piwheels\\.org|(?:test\\.)?pypi\\.org|.*\\.nvidia\\.com|data\\.pyg\\.org|pypi\\.anaconda\\.org|data\\.dgl\\.ai|storage\\.googleapis\\.com|wheels\\.vllm\\.ai");

  /** Those of a project, at most one for each line. */
  public static List<PackageIndex> risky(Project project) {
    List<PackageIndex> found = new ArrayList<>();
    for (ProjectFile file : project.files()) {
      if (FILES.matcher(file.toString()).matches()
          && !DevelopmentPath.of(file.path()).isDevelopment()) {
        file.plainText().ifPresent(text -> collect(file, text, found));
      }
    }
    return found;
  }

  private static void collect(ProjectFile file, String text, List<PackageIndex> found) {
    boolean isHashed = text.contains("--hash=") || text.contains("--require-hashes");
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().startsWith("#")) {
        continue;
      }
      Matcher plain = PLAIN.matcher(line);
      Matcher second = SECOND.matcher(line);
      if (plain.find() && !LOCAL.matcher(host(plain)).matches()) {
        found.add(new PackageIndex(file, place(i, plain), Risk.PLAIN, host(plain)));
      } else if (!isHashed && second.find() && !isMirror(second.group(2))) {
        found.add(
            new PackageIndex(
                file,
                place(i, second),
                Risk.SECOND,
                second.group(2) == null ? "" : second.group(2)));
      }
    }
  }

  private static String host(Matcher plain) {
    for (int group : new int[] {2, 3, 4}) {
      if (plain.group(group) != null) {
        return plain.group(group);
      }
    }
    return "";
  }

  private static boolean isMirror(String host) {
    return host != null && MIRRORS.matcher(host).matches();
  }

  private static Place place(int line, Matcher matcher) {
    String text = matcher.group();
    int start = matcher.start() + text.length() - text.stripLeading().length();
    return Place.inLine(line + 1, start, text.strip().length());
  }
}
