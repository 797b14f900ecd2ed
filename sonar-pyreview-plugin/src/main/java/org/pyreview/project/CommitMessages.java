package org.pyreview.project;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How well the subjects of some commits say what changed. */
public final class CommitMessages {

  private static final Pattern EMPTY_WORDS =
      Pattern.compile(
          "(?i)(?:wip|work in progress|(?:(?:small|minor|more|some|another|quick|hot|bug) ?){0,20}(?:fix(?:es|ed)?|update[sd]?|change[sd]?|improvement|cleanup|clean up|refactor(?:ing)?|typos?|tweaks?)"
              + "(?: (?:it|this|that|stuff|things?|code|bugs?|issues?|errors?|tests?|lint|linting|typos?|files?|build|ci|again|up)){0,20}|misc|tests?|tmp|temp|commit|stuff|ok|done|save|asdf"
              + "|(?:pr|review)(?: comments?| feedback)?|address (?:pr |review )?(?:comments?|feedback)|initial|lint|linting|format(?:ting)?)[.! ]*");

  /** Work that comes again and again, and whose subject says all there is to say. */
  private static final Pattern ROUTINE =
      Pattern.compile(
          "(?i)(?:\\w+(?:\\([^)]*\\))?!?: )?(?:up(?:date|grade)|bump|refresh|sync|regenerate|compile|pin|relock)\\w*"
              + " (?:[\\w-]+ ){0,3}(?:dependenc(?:y|ies)|deps|requirements|lock ?files?|packages|pre-commit hooks|translations?|locales?|contributors|authors|submodules?|changelog|licen[cs]es?|schemas?|snapshots?|copyright years?|docs?|documentation|readme)\\b.*");

  /** What GitHub's editor proposes for a document, which explains itself. */
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "(?i)(?:update|create|add|delete|rename) \\S*\\.(?:md|mdx|rst|adoc)|(?:update|create|add) (?:README|CONTRIBUTING|LICENSE|CHANGELOG|AUTHORS|issue templates)");

  private static final Pattern LEFT_OVER =
      Pattern.compile(
          "(?:fixup!|squash!|amend!).*|(?:Update|Create|Delete|Rename) \\S+\\.\\w+|Add files via upload");
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
  private static final int SHORTEST = 10;
  private static final int LONGEST = 100;
  private static final int REPEATED = 3;

  private final List<Commit> commits;
  private final Map<String, Long> subjects;
  private final boolean isEnglish;

  /**
   * @param commits to judge; reverts and releases are left out
   */
  public CommitMessages(List<Commit> commits) {
    this.commits = commits.stream().filter(each -> !each.isRevert() && !each.isRelease()).toList();
    this.subjects =
        this.commits.stream()
            .map(Commit::subject)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    this.isEnglish =
        this.commits.stream().filter(each -> ASCII.matcher(each.subject()).matches()).count() * 2
            >= this.commits.size();
  }

  /** How many are judged. */
  public int count() {
    return commits.size();
  }

  /** Those that don't say what changed. */
  public List<Commit> poor() {
    return commits.stream().filter(each -> isPoor(each.subject())).toList();
  }

  /** The share of poor ones in percent; a subject that is too long counts half. */
  public double share() {
    long tooLong =
        commits.stream()
            .map(Commit::subject)
            .filter(each -> !isPoor(each) && each.length() > LONGEST)
            .count();
    return commits.isEmpty() ? 0 : 100 * (poor().size() + tooLong / 2.0) / commits.size();
  }

  private boolean isPoor(String subject) {
    if (DOCUMENT.matcher(subject.strip()).matches()) {
      return false;
    }
    return subject.strip().length() < SHORTEST
        || (subjects.get(subject) >= REPEATED && !ROUTINE.matcher(subject.strip()).matches())
        || (isEnglish
            && (EMPTY_WORDS.matcher(subject.strip()).matches()
                || LEFT_OVER.matcher(subject.strip()).matches()));
  }
}
