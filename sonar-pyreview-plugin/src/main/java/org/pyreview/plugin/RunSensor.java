package org.pyreview.plugin;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pyreview.checklist.ReviewRun;
import org.pyreview.frameworks.web.WebFrameworks;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Project;
import org.pyreview.python.Guard;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.SensorDescriptor;
import org.sonar.api.scanner.sensor.ProjectSensor;

/** Says what an analysis could see, also where the profile has none of our rules. */
public final class RunSensor implements ProjectSensor {

  private final ReviewRules rules;

  public RunSensor(ReviewRules rules) {
    this.rules = rules;
  }

  @Override
  public void describe(SensorDescriptor descriptor) {
    descriptor
        .name("PyReview checklist")
        .onlyOnLanguage(PyReviewPlugin.LANGUAGE)
        .processesHiddenFiles();
  }

  @Override
  public void execute(SensorContext context) {
    Guard.of("checklist").run("the project", () -> save(context));
  }

  private void save(SensorContext context) {
    Project project = rules.project(context.fileSystem());
    context
        .<String>newMeasure()
        .forMetric(PyReviewMetrics.RUN_METRIC)
        .on(context.project())
        .withValue(new ReviewRun(traits(project), ran(context)).text())
        .save();
  }

  private static Set<String> traits(Project project) {
    Set<String> traits = new TreeSet<>(WebFrameworks.of(project).names());
    if (!DeployedApplication.of(project).isLibrary()) {
      traits.add(ReviewRun.APPLICATION);
    }
    return traits;
  }

  /** The rules of the profile that a project of this language is analysed with. */
  private static Set<String> ran(SensorContext context) {
    return context.activeRules().findByLanguage(PyReviewPlugin.LANGUAGE).stream()
        .map(rule -> rule.ruleKey().rule())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
