package org.pyreview.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The marks that git leaves in a file where it couldn't merge, in their order.
 *
 * @param line of the first mark, from 1
 * @param text of that line
 */
public record ConflictMarkers(int line, String text) {

  private static final Pattern TEXT_FILE =
      Pattern.compile(
          "(?i).*\\.(?:html?|jinja2?|j2|txt|md|rst|ya?ml|toml|cfg|ini|conf|json|css|s[ac]ss|less|js|mjs|ts|vue|sh|sql|po|xml|svg"
              + "|env|lock|service|tf|properties|graphql|proto|in)|dockerfile.*|makefile|procfile|pipfile|\\.env.*|\\.\\w+ignore");
  private static final String OURS = "<<<<<<< ";
  private static final String BETWEEN = "=======";
  private static final String THEIRS = ">>>>>>> ";
  private static final Pattern SEARCH = Pattern.compile(OURS + "(?:SEARCH|ORIGINAL)\\s*");
  private static final Pattern REPLACE = Pattern.compile(THEIRS + "(?:REPLACE|UPDATED)\\s*");

  /** Whether a file holds text that isn't Python: Python with such marks doesn't parse anyway. */
  public static boolean mayBeIn(ProjectFile file) {
    return TEXT_FILE.matcher(file.name()).matches();
  }

  /** The first marks of a file; empty where one of the three is missing. */
  public static Optional<ConflictMarkers> in(ProjectFile file) {
    return file.mentions(OURS) ? file.text().flatMap(ConflictMarkers::in) : Optional.empty();
  }

  /** How language models are told to write what replaces what. */
  private static boolean isEdit(String ours, String theirs) {
    return SEARCH.matcher(ours).matches() && REPLACE.matcher(theirs).matches();
  }

  private static Optional<ConflictMarkers> in(String text) {
    List<String> lines = text.lines().toList();
    int ours = -1;
    int between = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(OURS)) {
        ours = i;
        between = -1;
      } else if (ours >= 0 && line.equals(BETWEEN)) {
        between = i;
      } else if (between >= 0 && line.startsWith(THEIRS) && isEdit(lines.get(ours), line)) {
        ours = -1;
        between = -1;
      } else if (between >= 0 && line.startsWith(THEIRS)) {
        return Optional.of(new ConflictMarkers(ours + 1, lines.get(ours)));
      }
    }
    return Optional.empty();
  }
}
