package org.pyreview.checks.django;

import java.util.List;
import org.pyreview.frameworks.web.HandlerCode;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "view-contains-business-logic")
public class ViewContainsBusinessLogicCheck extends CodeCheck {

  /** What a handler has that only looks things up and still is too much. */
  private static final int READING = 90;

  /** What a handler has that is worth moving where another one repeats it. */
  private static final int REPEATED = 30;

  @RuleProperty(
      key = "minStatements",
      description = "Statements from which a handler is examined",
      defaultValue = "66")
  public int minStatements = 66;

  @RuleProperty(
      key = "minBranches",
      description = "Decision points from which a handler is examined",
      defaultValue = "8")
  public int minBranches = 8;

  @RuleProperty(
      key = "minSignals",
      description = "Queries, writes and external effects that make it business logic",
      defaultValue = "4")
  public int minSignals = 4;

  @Override
  public void review(ProjectReview review) {
    List<HandlerCode> all = HandlerCode.of(review.project());
    List<HandlerCode> large =
        all.stream()
            .filter(each -> each.statements() >= Math.min(REPEATED, minStatements))
            .toList();
    large.stream()
        .filter(each -> each.statements() >= leastOf(each, large))
        .filter(each -> 3 * each.statementsOfLogic() >= 2 * leastOf(each, large))
        .filter(each -> each.branches() >= minBranches)
        .filter(each -> each.signals().size() >= minSignals)
        .forEach(each -> report(each, review));
  }

  /**
   * A page that looks things up, or changes one of them, is mostly queries and their presentation:
   * a view's own work. What another handler does as well should be in one place much sooner.
   */
  private int leastOf(HandlerCode handler, List<HandlerCode> others) {
    if (handler.changesLittle()) {
      return Math.max(READING, minStatements);
    }
    return handler.statements() < minStatements && others.stream().anyMatch(handler::repeats)
        ? Math.min(REPEATED, minStatements)
        : minStatements;
  }

  private static void report(HandlerCode found, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(
            found.module().file(),
            found.function().place(),
            "Move the logic of %s into a service or model: it has %d statements, %d branches and %d places that query, write or send something."
                .formatted(
                    found.name(), found.statements(), found.branches(), found.signals().size()));
    found
        .signals()
        .forEach(signal -> issue.because(found.module().file(), signal.place(), signal.what()));
  }
}
