package org.pyreview.project;

import java.util.List;
import java.util.Optional;
import org.pyreview.python.Guard;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.fs.TextRange;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.issue.NewIssue;
import org.sonar.api.batch.sensor.issue.NewIssueLocation;
import org.sonar.api.rule.RuleKey;

/**
 * Hands the issues of a rule to the scanner, which accepts no range that isn't in its file. So an
 * issue whose place doesn't fit falls back to its line, or to the file, and a cause to its line, or
 * to nothing.
 */
final class SavedIssues {

  private final RuleKey rule;
  private final SensorContext context;
  private final Guard guard;

  /**
   * @param guard of the rule, which says once per file that a place doesn't fit
   */
  SavedIssues(RuleKey rule, SensorContext context, Guard guard) {
    this.rule = rule;
    this.context = context;
    this.guard = guard;
  }

  /** Saves an issue; a failure costs only this one. */
  void save(ProjectReview.Issue issue) {
    guard.run("the issue at " + issue.primary(), () -> hand(issue));
  }

  private void hand(ProjectReview.Issue issue) {
    NewIssue saved = context.newIssue().forRule(rule);
    saved.at(primary(saved, issue.primary()));
    List<NewIssueLocation> path = locations(saved, issue.path());
    if (!path.isEmpty()) {
      saved.addFlow(path, NewIssue.FlowType.DATA, null);
    }
    locations(saved, issue.causes()).forEach(saved::addLocation);
    saved.save();
  }

  private NewIssueLocation primary(NewIssue issue, ProjectReview.Location location) {
    NewIssueLocation saved = issue.newLocation().message(location.message());
    if (location.file() == null) {
      return saved.on(context.project());
    }
    InputFile file = location.file().input();
    saved.on(file);
    range(file, location.place()).ifPresent(saved::at);
    return saved;
  }

  private List<NewIssueLocation> locations(NewIssue issue, List<ProjectReview.Location> locations) {
    return locations.stream().flatMap(each -> secondary(issue, each).stream()).toList();
  }

  private Optional<NewIssueLocation> secondary(NewIssue issue, ProjectReview.Location location) {
    InputFile file = location.file().input();
    return range(file, location.place())
        .map(range -> issue.newLocation().message(location.message()).on(file).at(range));
  }

  private Optional<TextRange> range(InputFile file, Place place) {
    try {
      return Optional.of(
          place.isEmpty()
              ? file.selectLine(place.line())
              : file.newRange(place.line(), place.column(), place.endLine(), place.endColumn()));
    } catch (RuntimeException notInFile) {
      guard.misplaced(file.toString(), place.toString());
      return line(file, place.line());
    }
  }

  private static Optional<TextRange> line(InputFile file, int line) {
    try {
      return Optional.of(file.selectLine(line));
    } catch (RuntimeException notInFile) {
      return Optional.empty();
    }
  }
}
