package org.pyreview.plugin;

import java.util.HashMap;
import java.util.Map;
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
    new ProjectRules(active).review(rules.project(context.fileSystem()), context);
  }
}
