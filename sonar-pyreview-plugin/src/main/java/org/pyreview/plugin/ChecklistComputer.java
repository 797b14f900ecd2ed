package org.pyreview.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.checklist.Checklist;
import org.pyreview.checklist.Report;
import org.pyreview.checklist.ReviewRun;
import org.pyreview.checklist.RuleIssues;
import org.pyreview.checklist.Verdict;
import org.pyreview.python.Guard;
import org.sonar.api.ce.measure.Component;
import org.sonar.api.ce.measure.Issue;
import org.sonar.api.ce.measure.Measure;
import org.sonar.api.ce.measure.MeasureComputer;
import org.sonar.api.rules.RuleType;

/**
 * Answers the checklist in the Compute Engine, where the issues of all analyzers are known, and
 * those that users accepted or refused too.
 */
public final class ChecklistComputer implements MeasureComputer {

  /** Ours, and the Python analyzer's: rules of other languages have the same keys. */
  private static final Set<String> REPOSITORIES = Set.of(PyReviewPlugin.REPOSITORY, "python");

  private final Optional<Checklist> checklist =
      Guard.of("checklist").result("its points", Checklist::load);

  @Override
  public MeasureComputerDefinition define(MeasureComputerDefinitionContext context) {
    List<String> outputs =
        new ArrayList<>(
            List.of(
                PyReviewMetrics.ISSUES,
                PyReviewMetrics.ANSWERS,
                PyReviewMetrics.COMPLIANCE,
                PyReviewMetrics.FAILED_POINTS,
                PyReviewMetrics.PASSED_POINTS));
    checklist.stream()
        .flatMap(points -> points.sections().stream())
        .forEach(section -> outputs.add(PyReviewMetrics.ofSection(section)));
    return context
        .newDefinitionBuilder()
        .setInputMetrics(PyReviewMetrics.RUN)
        .setOutputMetrics(outputs.toArray(String[]::new))
        .build();
  }

  @Override
  public void compute(MeasureComputerContext context) {
    String component = context.getComponent().getKey();
    Guard.of("checklist").run(component, () -> count(context));
  }

  /** Whether a user accepted or refused it, or it is gone. */
  @SuppressWarnings("deprecation")
  private static boolean isDecided(Issue issue) {
    // The status of issues, which replaces the resolution, says nothing about hotspots.
    return issue.resolution() != null;
  }

  private void count(MeasureComputerContext context) {
    RuleIssues issues = new RuleIssues();
    for (Issue issue : context.getIssues()) {
      boolean isOfPython = REPOSITORIES.contains(issue.ruleKey().repository());
      if (isOfPython && !isDecided(issue)) {
        if (issue.type() == RuleType.SECURITY_HOTSPOT) {
          issues.addHotspot(issue.ruleKey().rule(), issue.severity());
        } else {
          issues.add(issue.ruleKey().rule(), issue.severity());
        }
      }
    }
    for (Measure child : context.getChildrenMeasures(PyReviewMetrics.ISSUES)) {
      issues.addAll(child.getStringValue());
    }
    if (!issues.isEmpty()) {
      context.addMeasure(PyReviewMetrics.ISSUES, issues.text());
    }
    Measure run = context.getMeasure(PyReviewMetrics.RUN);
    if (context.getComponent().getType() == Component.Type.PROJECT && run != null) {
      ReviewRun seen = ReviewRun.of(run.getStringValue());
      checklist.ifPresent(points -> report(points, new Report(points, seen, issues), context));
    }
  }

  private static void report(Checklist checklist, Report report, MeasureComputerContext context) {
    context.addMeasure(PyReviewMetrics.ANSWERS, report.text());
    context.addMeasure(PyReviewMetrics.FAILED_POINTS, (int) report.count(Verdict.FAILED));
    context.addMeasure(PyReviewMetrics.PASSED_POINTS, (int) report.count(Verdict.PASSED));
    report
        .compliance()
        .ifPresent(percent -> context.addMeasure(PyReviewMetrics.COMPLIANCE, percent));
    checklist
        .sections()
        .forEach(
            section ->
                report
                    .compliance(section)
                    .ifPresent(
                        percent ->
                            context.addMeasure(PyReviewMetrics.ofSection(section), percent)));
  }
}
