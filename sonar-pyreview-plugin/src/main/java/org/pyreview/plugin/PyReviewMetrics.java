package org.pyreview.plugin;

import java.util.ArrayList;
import java.util.List;
import org.pyreview.checklist.Checklist;
import org.sonar.api.measures.Metric;
import org.sonar.api.measures.Metrics;

/** What a project has of the checklist, as numbers. */
public final class PyReviewMetrics implements Metrics {

  static final String COMPLIANCE = "pyreview_compliance";
  static final String FAILED_POINTS = "pyreview_failed_points";
  static final String PASSED_POINTS = "pyreview_passed_points";

  /** What the scanner saw, for the computation; not for users. */
  static final String RUN = "pyreview_run";

  /** Issues per rule, for the computation; not for users. */
  static final String ISSUES = "pyreview_issues";

  /** The answers to all points, for the page; not for users. */
  static final String ANSWERS = "pyreview_answers";

  private static final String DOMAIN = "PyReview";

  static final Metric<String> RUN_METRIC = data(RUN, "Traits and rules");

  /** The metric of a section. */
  static String ofSection(Checklist.Section section) {
    return COMPLIANCE + "_" + section.slug().replace('-', '_');
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List<Metric> getMetrics() {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        percent(
            COMPLIANCE,
            "Checklist compliance",
            "Percent of the answered points of the review checklist that passed"));
    for (Checklist.Section section : Checklist.load().sections()) {
      metrics.add(
          percent(
              ofSection(section),
              "Compliance: " + section.name(),
              "Percent of the answered points of this section that passed"));
    }
    metrics.add(
        number(FAILED_POINTS, "Failed points", "Points of the checklist with open issues")
            .setDirection(Metric.DIRECTION_WORST)
            .setOptimizedBestValue(true)
            .setBestValue(0.0)
            .create());
    metrics.add(
        number(PASSED_POINTS, "Passed points", "Points of the checklist without open issues")
            .setDirection(Metric.DIRECTION_BETTER)
            .create());
    metrics.add(RUN_METRIC);
    metrics.add(data(ISSUES, "Issues per rule"));
    metrics.add(data(ANSWERS, "Answers"));
    return metrics;
  }

  @SuppressWarnings("rawtypes")
  private static Metric percent(String key, String name, String description) {
    return new Metric.Builder(key, name, Metric.ValueType.PERCENT)
        .setDescription(description)
        .setDirection(Metric.DIRECTION_BETTER)
        .setQualitative(true)
        .setDomain(DOMAIN)
        .setWorstValue(0.0)
        .setBestValue(100.0)
        .create();
  }

  private static Metric.Builder number(String key, String name, String description) {
    return new Metric.Builder(key, name, Metric.ValueType.INT)
        .setDescription(description)
        .setQualitative(true)
        .setDomain(DOMAIN);
  }

  private static Metric<String> data(String key, String name) {
    return new Metric.Builder(key, name, Metric.ValueType.DATA)
        .setDomain(DOMAIN)
        .setHidden(true)
        .create();
  }
}
