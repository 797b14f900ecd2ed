package org.pyreview.python;

import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/** An issue that was raised, to be completed with its causes and a quick fix. */
public final class Finding {

  private final PreciseIssue issue;

  Finding(PreciseIssue issue) {
    this.issue = issue;
  }

  /** Adds a secondary location that shows a cause. */
  public Finding because(Tree cause, String message) {
    issue.secondary(cause, message);
    return this;
  }

  /**
   * Offers to replace a node's text in the IDE.
   *
   * @param description what the edit does, shown in the IDE's menu
   */
  public Finding fixByReplacing(Tree node, String replacement, String description) {
    issue.addQuickFix(PythonQuickFix.newQuickFix(description, edit(node, replacement)));
    return this;
  }

  /** Offers to replace two nodes at once. */
  public Finding fixByReplacing(
      Tree one, String itsReplacement, Tree other, String othersReplacement, String description) {
    issue.addQuickFix(
        PythonQuickFix.newQuickFix(
            description, edit(one, itsReplacement), edit(other, othersReplacement)));
    return this;
  }

  private static PythonTextEdit edit(Tree node, String replacement) {
    Token first = node.firstToken();
    Token last = node.lastToken();
    return new PythonTextEdit(
        replacement,
        first.line(),
        first.column(),
        last.line(),
        last.column() + last.value().length());
  }
}
