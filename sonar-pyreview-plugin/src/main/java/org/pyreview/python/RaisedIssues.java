package org.pyreview.python;

import java.util.Optional;
import org.sonar.plugins.python.api.IssueLocation;
import org.sonar.plugins.python.api.LocationInFile;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.SubscriptionContext;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The issues that a rule raises in the file that is being visited. The analyzer drops all issues of
 * a file if one of them has a location that isn't in it; so an issue whose place doesn't fit falls
 * back to its line, or to the file, and a cause to its line, or to nothing.
 */
public final class RaisedIssues {

  private final PythonModule module;
  private final SubscriptionContext context;
  private final Guard guard;

  /**
   * @param guard of the rule, which says once per file that a place doesn't fit
   */
  public RaisedIssues(PythonModule module, SubscriptionContext context, Guard guard) {
    this.module = module;
    this.context = context;
    this.guard = guard;
  }

  PreciseIssue at(Tree place, String message) {
    return place.firstToken() == null || place.lastToken() == null
        ? onFile("a node without text", message)
        : at(TokenRange.of(place), message);
  }

  /** Raises an issue at a range. */
  public PreciseIssue at(TokenRange place, String message) {
    if (module.lines().hold(place)) {
      return context.addIssue(location(place), message);
    }
    if (module.lines().hold(place.line())) {
      guard.misplaced(key(), place.toString());
      return context.addLineIssue(message, place.line());
    }
    return onFile(place.toString(), message);
  }

  private PreciseIssue onFile(String place, String message) {
    guard.misplaced(key(), place);
    return context.addFileIssue(message);
  }

  Optional<IssueLocation> cause(Tree place, String message) {
    if (place.firstToken() == null || place.lastToken() == null) {
      guard.misplaced(key(), "a node without text");
      return Optional.empty();
    }
    return cause(TokenRange.of(place), message);
  }

  /** A secondary location that fits; empty if not even its line is there. */
  public Optional<IssueLocation> cause(TokenRange place, String message) {
    if (module.lines().hold(place)) {
      return Optional.of(IssueLocation.preciseLocation(location(place), message));
    }
    guard.misplaced(key(), place.toString());
    return module
        .lines()
        .line(place.line())
        .map(line -> IssueLocation.preciseLocation(location(line), message));
  }

  private static LocationInFile location(TokenRange place) {
    return new LocationInFile(
        null, place.line(), place.column(), place.endLine(), place.endColumn());
  }

  private String key() {
    return context.pythonFile().key();
  }
}
