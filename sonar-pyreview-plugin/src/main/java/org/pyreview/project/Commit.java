package org.pyreview.project;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit of a project's history.
 *
 * @param id the full hash
 * @param parents how many it has
 * @param author who made the change
 * @param committer who put it into the history
 * @param merged who wrote the newest commit that a merge brought; empty for other commits
 * @param subject first paragraph of the message, as one line
 * @param message the whole message
 * @param time seconds since 1970, of the committer
 * @param isByBot whether a program made it
 */
public record Commit(
    String id,
    int parents,
    Person author,
    Person committer,
    Optional<Person> merged,
    String subject,
    String message,
    long time,
    boolean isByBot) {

  private static final Pattern REFERENCE =
      Pattern.compile("(?<![\\w&])[#!]\\d+|\\bGH-\\d+|\\b[A-Z][A-Z0-9]+-\\d+\\b|https?://\\S+");
  private static final Pattern MERGED_REQUEST =
      Pattern.compile(
          "(?s)Merge pull request #.*|Merged in .*\\(pull request #.*|.*See merge request .*");
  private static final Pattern NUMBERED = Pattern.compile(".*\\([#!]\\d+\\)");
  private static final Pattern TRAILER =
      Pattern.compile(
          "(?m)^(?:Reviewed-by|Reviewed-on|Approved-by|Acked-by|Pull-Request|Differential Revision):");
  private static final Pattern RELEASE =
      Pattern.compile(
          "(?i)(?:release |version |bump version|prepare |v)?(?:for )?v?\\d++(?:\\.\\d++)++\\S*(?: release)?|bump(?:ed)? (?:the )?version.*|(?:new )?release.*");

  public boolean isMerge() {
    return parents > 1;
  }

  /** How messages name it. */
  public String shortId() {
    return id.substring(0, 8);
  }

  /** Whether it takes another one back. */
  public boolean isRevert() {
    return subject.startsWith("Revert ");
  }

  /** Whether all it does is to set a version. */
  public boolean isRelease() {
    return RELEASE.matcher(subject).matches();
  }

  /** Whether its message names a task, a pull request or a page. */
  public boolean namesTask() {
    Matcher reference = REFERENCE.matcher(message);
    return reference.find();
  }

  /** Whether somebody else saw it before it came into the main line. */
  public boolean isReviewed() {
    return (isMerge() && MERGED_REQUEST.matcher(message).matches())
        || NUMBERED.matcher(subject).matches()
        || TRAILER.matcher(message).find()
        || merged.filter(each -> !each.isSame(author)).isPresent()
        || !author.isSame(committer);
  }
}
