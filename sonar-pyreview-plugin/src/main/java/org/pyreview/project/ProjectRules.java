package org.pyreview.project;

import java.util.Map;
import org.pyreview.python.Guard;
import org.sonar.api.batch.sensor.SensorContext;
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
            SavedIssues saved = new SavedIssues(key, context, guard);
            review.issues().forEach(saved::save);
          }
        });
  }
}
