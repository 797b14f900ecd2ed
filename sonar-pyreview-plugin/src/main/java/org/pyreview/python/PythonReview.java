package org.pyreview.python;

import org.sonar.plugins.python.api.SubscriptionContext;
import org.sonar.plugins.python.api.tree.Tree;

/** One rule's look at one Python file: what is known about the file, and where to report. */
public final class PythonReview {

  private final PythonModule module;
  private final RaisedIssues issues;
  private final boolean wanted;

  PythonReview(PythonModule module, SubscriptionContext context, Guard guard, boolean wanted) {
    this.module = module;
    this.issues = new RaisedIssues(module, context, guard);
    this.wanted = wanted;
  }

  boolean wanted() {
    return wanted;
  }

  public PythonModule module() {
    return module;
  }

  /**
   * Raises an issue at a part of one line, such as a word of a docstring.
   *
   * @param word what the developer has to change
   * @param message what to do, in one sentence
   */
  public Finding report(Docstring.Word word, String message) {
    return new Finding(issues, issues.at(word.range(), message));
  }

  /**
   * Raises an issue.
   *
   * @param place what the developer has to change
   * @param message what to do, in one sentence
   */
  public Finding report(Tree place, String message) {
    return new Finding(issues, issues.at(place, message));
  }
}
