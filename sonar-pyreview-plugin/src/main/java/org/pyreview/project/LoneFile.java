package org.pyreview.project;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pyreview.python.Descendants;
import org.pyreview.python.Guard;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.SubscriptionContext;
import org.sonar.plugins.python.api.caching.CacheContext;
import org.sonar.plugins.python.api.tree.Token;

/** A file that is all there is of its project: the one that is open in an IDE. */
final class LoneFile {

  /** All rules ask for the same file one after the other. */
  private static volatile SoftReference<LoneFile> latest = new SoftReference<>(null);

  private final PythonModule module;
  private final FactStore facts = new FactStore();
  private final Project project;
  private Map<String, Token> starts;
  private Map<String, Token> ends;

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
    review.issues().stream()
        .filter(issue -> issue.primary().file() != null)
        .forEach(issue -> raise(issue, context));
  }

  private void raise(ProjectReview.Issue issue, SubscriptionContext context) {
    Place place = issue.primary().place();
    Token first = start(place);
    Token last = end(place);
    if (first == null || last == null) {
      return;
    }
    PreciseIssue raised = context.addIssue(first, last, issue.primary().message());
    for (ProjectReview.Location cause : issue.everyCause()) {
      locate(cause).ifPresent(raised::secondary);
    }
  }

  private Optional<IssueLocation> locate(ProjectReview.Location cause) {
    Token first = start(cause.place());
    Token last = end(cause.place());
    return first == null || last == null
        ? Optional.empty()
        : Optional.of(IssueLocation.preciseLocation(first, last, cause.message()));
  }

  private Token start(Place place) {
    index();
    return starts.get(place.line() + ":" + place.column());
  }

  private Token end(Place place) {
    index();
    return ends.get(place.endLine() + ":" + place.endColumn());
  }

  private void index() {
    if (starts == null) {
      starts = new HashMap<>();
      ends = new HashMap<>();
      Descendants.of(module.tree(), Token.class).forEach(this::index);
    }
  }

  private void index(Token token) {
    Place place = Place.of(token);
    starts.put(place.line() + ":" + place.column(), token);
    ends.put(place.endLine() + ":" + place.endColumn(), token);
  }
}
