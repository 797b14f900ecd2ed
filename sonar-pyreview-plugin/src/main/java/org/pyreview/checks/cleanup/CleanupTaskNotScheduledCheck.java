package org.pyreview.checks.cleanup;

import org.pyreview.frameworks.celery.CleanupRoutine;
import org.pyreview.project.ConfiguredPattern;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "cleanup-task-not-scheduled")
public class CleanupTaskNotScheduledCheck extends CodeCheck {

  private static final String NAMES =
      "prune|purge|expire|clean_?up|clean_(?:expired|old|stale|orphan|temp|tmp)|clear_(?:expired|old|stale|sessions|cache)|delete_(?:expired|old|stale|unused|orphan|outdated|obsolete)|remove_(?:expired|old|stale|unused|orphan|outdated|inactive)|housekeep|garbage_collect";

  @RuleProperty(
      key = "namePattern",
      description = "Regular expression of what names of recurring cleanup begin with",
      defaultValue = NAMES)
  public String namePattern = NAMES;

  @Override
  public void review(ProjectReview review) {
    ConfiguredPattern.of("cleanup-task-not-scheduled.namePattern", namePattern).stream()
        .flatMap(names -> CleanupRoutine.unscheduled(review.project(), names).stream())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Schedule the %s `%s`, or say in the documentation who runs it: nothing in the project does."
                        .formatted(each.kind(), each.name())));
  }
}
