package org.pyreview.project.documents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What somebody who is new to a project has to find in its README. */
public enum Topic {
  INSTALL(
      "how to install and start it",
      "install|set ?up|getting started|quick ?start|docker[- ]compose|docker run|uv sync|pip install|runserver|deploy|how to run|usage"),
  CONFIGURE(
      "how to configure it", "environment variable|\\.env\\b|configur|settings|\\bexport [A-Z_]+="),
  TEST(
      "how to run its tests",
      "pytest|manage\\.py test|run(?:ning)? (?:the |all )?tests?|\\btox\\b|\\bnox\\b|make (?:\\w+-)?tests?|\\btests?\\b.{0,40}\\brun\\b|unittest|## test"
          + "|\\b(?:task|just|poe|hatch|pdm|inv|invoke|npm|uv run|poetry run)\\b[^\\n`]{0,40}\\btests?\\b|\\btests?\\.(?:sh|py)\\b");

  private final String words;
  private final Pattern pattern;

  Topic(String words, String pattern) {
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** The topic of a name that a user writes; empty if there is none. */
  public static Optional<Topic> of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(name.strip().toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /** How messages call it. */
  public String words() {
    return words;
  }

  /**
   * Whether a document tells it, or one it links to, or any guide of the project; where it sends
   * its readers to pages elsewhere, these may.
   */
  public boolean isIn(Document document) {
    return document.hasPagesElsewhere()
        || Stream.of(
                Stream.of(document),
                document.linked(),
                Document.guides(document.file().project()).stream())
            .flatMap(each -> each)
            .anyMatch(each -> pattern.matcher(each.text()).find());
  }
}
