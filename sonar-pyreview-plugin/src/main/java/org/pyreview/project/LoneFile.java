package org.pyreview.project;

import java.lang.ref.SoftReference;
import org.pyreview.python.Guard;
import org.pyreview.python.PythonModule;
import org.pyreview.python.RaisedIssues;
import org.pyreview.python.TokenRange;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.SubscriptionContext;
import org.sonar.plugins.python.api.caching.CacheContext;

/** A file that is all there is of its project: the one that is open in an IDE. */
final class LoneFile {

  /** All rules ask for the same file one after the other. */
  private static volatile SoftReference<LoneFile> latest = new SoftReference<>(null);

  private final PythonModule module;
  private final FactStore facts = new FactStore();
  private final Project project;

  private LoneFile(PythonModule module, String key) {
    this.module = module;
    this.project = Project.ofOne(module.path(), key, facts);
  }

  private static LoneFile of(SubscriptionContext context) {
    PythonModule module = PythonModule.of(context);
    LoneFile known = latest.get();
    if (known == null || known.module.tree() != module.tree()) {
      known = new LoneFile(module, context.pythonFile().key());
      latest = new SoftReference<>(known);
    }
    return known;
  }

  /** Lets a rule decide from the file alone, and raises what lies in it. */
  static void review(CrossFileCheck rule, SubscriptionContext context, Guard guard) {
    LoneFile file = of(context);
    if (!file.module.isTooDeep()) {
      file.decide(rule, context, guard);
    }
  }

  private void decide(CrossFileCheck rule, SubscriptionContext context, Guard guard) {
    CacheContext cache = context.cacheContext();
    rule.facts().forEach(kind -> facts.record(kind, context.pythonFile().key(), module, cache));
    ProjectReview review = new ProjectReview(project, guard);
    rule.review(review);
    RaisedIssues raised = new RaisedIssues(module, context, guard);
    review.issues().stream()
        .filter(issue -> issue.primary().file() != null)
        .forEach(issue -> raise(issue, raised));
  }

  private static void raise(ProjectReview.Issue issue, RaisedIssues issues) {
    PreciseIssue raised = issues.at(range(issue.primary()), issue.primary().message());
    for (ProjectReview.Location cause : issue.everyCause()) {
      issues.cause(range(cause), cause.message()).ifPresent(raised::secondary);
    }
  }

  private static TokenRange range(ProjectReview.Location location) {
    Place place = location.place();
    return new TokenRange(place.line(), place.column(), place.endLine(), place.endColumn());
  }
}
