package org.pyreview.plugin;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pyreview.checklist.ReviewRun;
import org.pyreview.frameworks.web.WebFrameworks;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.ProjectRules;
import org.sonar.api.batch.rule.CheckFactory;
import org.sonar.api.batch.rule.Checks;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.SensorDescriptor;
import org.sonar.api.rule.RuleKey;
import org.sonar.api.scanner.sensor.ProjectSensor;

/** Runs last, when the Python analyzer has visited every file of every module. */
public final class ReviewSensor implements ProjectSensor {

  private final ReviewRules rules;
  private final CheckFactory checkFactory;

  public ReviewSensor(ReviewRules rules, CheckFactory checkFactory) {
    this.rules = rules;
    this.checkFactory = checkFactory;
  }

  @Override
  public void describe(SensorDescriptor descriptor) {
    descriptor
        .name("PyReview")
        .createIssuesForRuleRepository(PyReviewPlugin.REPOSITORY)
        .processesHiddenFiles();
  }

  @Override
  public void execute(SensorContext context) {
    Checks<ProjectRule> checks =
        checkFactory
            .<ProjectRule>create(PyReviewPlugin.REPOSITORY)
            .addAnnotatedChecks(rules.projectRules());
    Map<RuleKey, ProjectRule> active = new HashMap<>();
    checks.all().forEach(rule -> active.put(checks.ruleKey(rule), rule));
    Project project = new Project(context.fileSystem(), rules.facts());
    new ProjectRules(active).review(project, context);
    if (hasPython(context)) {
      context
          .<String>newMeasure()
          .forMetric(PyReviewMetrics.RUN_METRIC)
          .on(context.project())
          .withValue(new ReviewRun(traits(project), ran(context)).text())
          .save();
    }
  }

  private static boolean hasPython(SensorContext context) {
    return context
        .fileSystem()
        .hasFiles(context.fileSystem().predicates().hasLanguage(PyReviewPlugin.LANGUAGE));
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
