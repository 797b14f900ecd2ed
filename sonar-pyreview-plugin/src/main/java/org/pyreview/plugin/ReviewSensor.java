package org.pyreview.plugin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.ProjectRules;
import org.pyreview.python.Guard;
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
    Guard.of("review")
        .run(
            "the project",
            () -> new ProjectRules(active()).review(rules.project(context.fileSystem()), context));
  }

  private Map<RuleKey, ProjectRule> active() {
    Map<RuleKey, ProjectRule> active = new HashMap<>();
    Guard guard = Guard.of("profile");
    // One by one: a parameter's value that can't be set costs its rule alone.
    rules
        .projectRules()
        .forEach(rule -> guard.run(rule.getClass().getSimpleName(), () -> add(rule, active)));
    return active;
  }

  private void add(Object rule, Map<RuleKey, ProjectRule> active) {
    Checks<ProjectRule> checks =
        checkFactory
            .<ProjectRule>create(PyReviewPlugin.REPOSITORY)
            .addAnnotatedChecks(List.of(rule));
    checks.all().forEach(each -> active.put(checks.ruleKey(each), each));
  }
}
