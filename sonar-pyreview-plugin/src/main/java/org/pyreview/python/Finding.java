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
    Token first = node.firstToken();
    Token last = node.lastToken();
    PythonTextEdit edit =
        new PythonTextEdit(
            replacement,
            first.line(),
            first.column(),
            last.line(),
            last.column() + last.value().length());
    issue.addQuickFix(PythonQuickFix.newQuickFix(description, edit));
    return this;
  }
}
