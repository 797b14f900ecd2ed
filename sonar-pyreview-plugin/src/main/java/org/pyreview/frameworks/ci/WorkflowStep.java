package org.pyreview.frameworks.ci;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.Commit;
import org.pyreview.project.ConfiguredPattern;
import org.pyreview.project.History;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.ReviewedShare;
import org.pyreview.project.TestedShare;
import org.pyreview.project.documents.Document;

/** A step of a team's workflow, and what shows in the repository that it is taken. */
public enum WorkflowStep {
  PLAN,
  TRACK,
  BRANCH,
  TEST,
  DOCUMENT,
  REVIEW,
  VERIFY;

  private static final int LEAST_COMMITS = 20;
  private static final int TRACKED_PERCENT = 50;
  private static final int TESTED_PERCENT = 25;
  private static final int LEAST_CHANGES = 10;
  private static final int REVIEWED_PERCENT = 30;
  private static final Pattern PLANS =
      Pattern.compile(
          "(?i)(?:\\.github/|\\.gitlab/|docs/)?(?:contributing(?:\\..*)?|issue_template.*|issue_templates/.*|merge_request_templates/.*|pull_request_template.*)|docs?/.*(?:contribut|workflow|development|process).*");
  private static final Pattern DOCUMENTS =
      Pattern.compile(
          "(?i)(?:.*/)?(?:change(?:s|log)|history|news|release[-_ ]?notes)[^/]*|docs?/.*|newsfragments/.*|changes\\.d/.*");

  /**
   * What the repository says about a step.
   *
   * @param isThere empty if it can't be told
   * @param measure how that was measured, with its result
   */
  public record Evidence(String step, Optional<Boolean> isThere, String measure) {
    private static Evidence of(String step, boolean isThere, String measure) {
      return new Evidence(step, Optional.of(isThere), measure);
    }
  }

  /**
   * The evidence for a step as a user writes it: one of these by its name, or {@code name=regex}
   * for a step of the team's own, which leaves a file of that path or a line of that form in the
   * messages of commits.
   *
   * @param commits how many of the newest to look at
   * @return empty if the text is no step
   */
  public static Optional<Evidence> evidence(String written, Project project, int commits) {
    String text = written.strip();
    int end = text.indexOf('=');
    if (end > 0) {
      return ConfiguredPattern.of(
              "development-workflow-evidence-incomplete.steps", text.substring(end + 1))
          .map(pattern -> ofPattern(text.substring(0, end), pattern, project, commits));
    }
    for (WorkflowStep step : values()) {
      if (step.word().equals(text.toLowerCase(Locale.ROOT))) {
        return Optional.of(step.evidence(project, commits));
      }
    }
    return Optional.empty();
  }

  private static Evidence ofPattern(String name, Pattern pattern, Project project, int commits) {
    boolean isThere =
        RepositoryFile.of(project).stream()
                .anyMatch(file -> pattern.matcher(file.toString()).find())
            || History.of(project).stream()
                .flatMap(history -> history.changes(commits).stream())
                .anyMatch(commit -> pattern.matcher(commit.message()).find());
    return Evidence.of(name, isThere, "a file or commit message with " + pattern);
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private Evidence evidence(Project project, int commits) {
    Optional<History> history =
        History.of(project)
            .filter(each -> each.changes(commits).size() >= LEAST_COMMITS)
            .filter(each -> ReviewedShare.of(each.changes(commits)).isByTeam());
    return switch (this) {
      case PLAN ->
          Evidence.of(
              word(),
              RepositoryFile.of(project).stream()
                      .anyMatch(file -> PLANS.matcher(file.toString()).matches())
                  || Document.readme(project)
                      .filter(
                          each -> each.text().matches("(?is).*\\b(?:contributing|workflow)\\b.*"))
                      .isPresent(),
              "CONTRIBUTING, a page about the workflow, or templates of issues");
      case VERIFY ->
          Evidence.of(
              word(),
              CiWorkflow.of(project).stream()
                  .anyMatch(each -> each.checksRequests() && each.runsTests()),
              "CI that runs tests for pull requests");
      default ->
          history
              .map(each -> inHistory(each, project, commits))
              .orElseGet(
                  () -> new Evidence(word(), Optional.empty(), "too few commits or authors"));
    };
  }

  private Evidence inHistory(History history, Project project, int commits) {
    List<Commit> changes = history.changes(commits);
    return switch (this) {
      case TRACK -> {
        long named = changes.stream().filter(Commit::namesTask).count();
        yield Evidence.of(
            word(),
            named * 100 >= (long) TRACKED_PERCENT * changes.size(),
            "%d of %d commits name a task".formatted(named, changes.size()));
      }
      case BRANCH -> {
        boolean isBranched =
            history.mainLine(commits).stream()
                .anyMatch(each -> each.isMerge() || each.isReviewed());
        yield Evidence.of(word(), isBranched, "merges or squashed requests in the main line");
      }
      case TEST -> {
        TestedShare share = TestedShare.of(history, commits, project);
        yield share.changes() < LEAST_CHANGES
            ? new Evidence(word(), Optional.empty(), "too few changes of code")
            : Evidence.of(
                word(),
                share.percent() >= TESTED_PERCENT,
                "%d of %d changes of code touch a test".formatted(share.tested(), share.changes()));
      }
      case DOCUMENT ->
          Evidence.of(
              word(),
              changes.stream()
                  .flatMap(each -> history.files(each).stream())
                  .anyMatch(file -> DOCUMENTS.matcher(file.path()).matches()),
              "a changelog or documentation changed in %d commits".formatted(changes.size()));
      default -> {
        ReviewedShare share = ReviewedShare.of(history.mainLine(commits));
        yield Evidence.of(
            word(),
            share.percent() >= REVIEWED_PERCENT,
            "%d of %d commits show a review".formatted(share.reviewed(), share.commits()));
      }
    };
  }
}
