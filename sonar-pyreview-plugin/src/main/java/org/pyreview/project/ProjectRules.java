package org.pyreview.project;

import java.util.Map;
import org.pyreview.python.Guard;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.issue.NewIssue;
import org.sonar.api.batch.sensor.issue.NewIssueLocation;
import org.sonar.api.rule.RuleKey;

/** Runs the active project rules and saves what they found. */
public final class ProjectRules {

  private final Map<RuleKey, ProjectRule> active;

  public ProjectRules(Map<RuleKey, ProjectRule> active) {
    this.active = active;
  }

  /** Decides every rule; one that fails has no result, the others do. */
  public void review(Project project, SensorContext context) {
    active.forEach(
        (key, rule) -> {
          Guard guard = new Guard(key.rule());
          ProjectReview review = new ProjectReview(project, guard);
          if (guard.run("the project", () -> rule.review(review))) {
            review.issues().forEach(issue -> save(key, issue, context));
          }
        });
  }

  private static void save(RuleKey key, ProjectReview.Issue issue, SensorContext context) {
    NewIssue saved = context.newIssue().forRule(key);
    saved.at(location(saved, issue.primary(), context));
    if (!issue.path().isEmpty()) {
      saved.addFlow(
          issue.path().stream().map(step -> location(saved, step, context)).toList(),
          NewIssue.FlowType.DATA,
          null);
    }
    issue.causes().forEach(cause -> saved.addLocation(location(saved, cause, context)));
    saved.save();
  }

  private static NewIssueLocation location(
      NewIssue issue, ProjectReview.Location location, SensorContext context) {
    NewIssueLocation saved = issue.newLocation().message(location.message());
    if (location.file() == null) {
      return saved.on(context.project());
    }
    InputFile file = location.file().input();
    Place place = location.place();
    if (place.line() == place.endLine() && place.column() == place.endColumn()) {
      return saved.on(file).at(file.selectLine(place.line()));
    }
    return saved
        .on(file)
        .at(file.newRange(place.line(), place.column(), place.endLine(), place.endColumn()));
  }
}
