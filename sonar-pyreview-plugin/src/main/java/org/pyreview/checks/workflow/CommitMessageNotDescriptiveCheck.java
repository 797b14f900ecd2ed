package org.pyreview.checks.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.project.Commit;
import org.pyreview.project.CommitMessages;
import org.pyreview.project.ConfiguredPattern;
import org.pyreview.project.History;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "commit-message-not-descriptive")
public class CommitMessageNotDescriptiveCheck implements ProjectRule {

  private static final int SHOWN = 5;

  @RuleProperty(key = "commits", description = "How many commits to look at", defaultValue = "50")
  public int commits = 50;

  @RuleProperty(
      key = "minimumCommits",
      description = "How many commits a history needs to be judged",
      defaultValue = "20")
  public int minimumCommits = 20;

  @RuleProperty(
      key = "maximumShare",
      description = "Percent of subjects that may say nothing",
      defaultValue = "20")
  public int maximumShare = 20;

  @RuleProperty(
      key = "messagePattern",
      description = "Regular expression that every subject has to match; none if empty",
      defaultValue = "")
  public String messagePattern = "";

  @Override
  public void review(ProjectReview review) {
    Optional<CommitMessages> judged =
        History.of(review.project()).map(history -> new CommitMessages(history.changes(commits)));
    if (judged.isEmpty() || judged.get().count() < minimumCommits) {
      return;
    }
    if (judged.get().share() > maximumShare) {
      review.reportOnProject(
          "Say in each commit message what changes and why: %s."
              .formatted(listed(judged.get().poor(), judged.get().count(), "say nothing")));
    }
    reportOtherPattern(review);
  }

  private void reportOtherPattern(ProjectReview review) {
    Optional<Pattern> wanted =
        ConfiguredPattern.of("commit-message-not-descriptive.messagePattern", messagePattern);
    if (wanted.isEmpty()) {
      return;
    }
    List<Commit> all = History.of(review.project()).orElseThrow().changes(commits);
    List<Commit> others =
        all.stream().filter(each -> !wanted.get().matcher(each.subject()).find()).toList();
    if (others.size() * 100 > all.size() * maximumShare) {
      review.reportOnProject(
          "Write commit messages that match %s: %s."
              .formatted(messagePattern, listed(others, all.size(), "do not")));
    }
  }

  private static String listed(List<Commit> some, int of, String what) {
    Set<String> subjects = new HashSet<>();
    return "%d of the last %d %s, such as %s"
        .formatted(
            some.size(),
            of,
            what,
            some.stream()
                .filter(each -> subjects.add(each.subject()))
                .limit(SHOWN)
                .map(each -> "\"%s\" (%s)".formatted(each.subject(), each.shortId()))
                .collect(Collectors.joining(", ")));
  }
}
