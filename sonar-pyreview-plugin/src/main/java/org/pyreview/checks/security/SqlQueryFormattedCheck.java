package org.pyreview.checks.security;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.dataflow.Danger;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.frameworks.sql.ComposedStatement;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.FlowCheck;
import org.sonar.check.Rule;

@Rule(key = "sql-query-formatted")
public class SqlQueryFormattedCheck extends FlowCheck {

  private static final int MOST_NAMED = 3;

  @Override
  public void review(ProjectReview review) {
    Set<String> worse =
        RequestFlows.of(review.project())
            .bringing(Danger.SQL)
            .map(flow -> flow.file() + " " + flow.place())
            .collect(Collectors.toSet());
    for (ComposedStatement each : ComposedStatement.of(review.project())) {
      if (!worse.contains(each.file() + " " + each.argument().place())) {
        report(each, review);
      }
    }
  }

  private static void report(ComposedStatement statement, ProjectReview review) {
    Place place = statement.composed().place();
    ProjectReview.Issue issue = review.report(statement.file(), place, message(statement));
    if (!place.equals(statement.argument().place())) {
      issue.because(statement.file(), statement.argument().place(), "It is run here.");
    }
  }

  private static String message(ComposedStatement statement) {
    return "Pass %s as a parameter: put into the text, it becomes part of the statement."
        .formatted(names(statement.values()));
  }

  private static String names(List<String> parts) {
    return parts.stream()
        .distinct()
        .limit(MOST_NAMED)
        .map(each -> "`" + each + "`")
        .collect(Collectors.joining(", "));
  }
}
