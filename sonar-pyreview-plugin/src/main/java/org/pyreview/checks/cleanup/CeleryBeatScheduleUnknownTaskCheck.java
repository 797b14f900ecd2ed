package org.pyreview.checks.cleanup;

import java.util.List;
import org.pyreview.frameworks.celery.CeleryModule;
import org.pyreview.frameworks.celery.CeleryModule.Scheduled;
import org.pyreview.frameworks.celery.CeleryTasks;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.sonar.check.Rule;

@Rule(key = "celery-beat-schedule-unknown-task")
public class CeleryBeatScheduleUnknownTaskCheck extends CrossFileCheck {

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(CeleryModule.FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    CeleryTasks tasks = CeleryTasks.of(review.project());
    review
        .project()
        .facts(CeleryModule.FACTS)
        .forEach(
            (file, module) ->
                module.scheduled().stream()
                    .filter(scheduled -> tasks.isMissing(scheduled.task(), file))
                    .forEach(scheduled -> report(file, scheduled, tasks, review)));
  }

  private static void report(
      ProjectFile file, Scheduled scheduled, CeleryTasks tasks, ProjectReview review) {
    List<String> namesakes = tasks.namesakes(scheduled.task());
    String instead = namesakes.size() == 1 ? "\"" + namesakes.get(0) + "\"" : "a task that exists";
    review.report(
        file,
        scheduled.place(),
        "Schedule %s: the project has no task \"%s\", so the worker discards every run."
            .formatted(instead, scheduled.task()));
  }
}
