package org.pyreview.python;

import java.util.Map;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.quickfix.PythonQuickFix;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.sonar.plugins.python.api.tree.Tree;

/** An issue that was raised, to be completed with its causes and a quick fix. */
public final class Finding {

  private final RaisedIssues issues;
  private final PreciseIssue issue;

  Finding(RaisedIssues issues, PreciseIssue issue) {
    this.issues = issues;
    this.issue = issue;
  }

  /** Adds a secondary location that shows a cause. */
  public Finding because(Tree cause, String message) {
    issues.cause(cause, message).ifPresent(issue::secondary);
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

  /** Offers to replace everything from one node to the end of another. */
  public Finding fixByReplacing(Tree first, Tree last, String replacement, String description) {
    issue.addQuickFix(PythonQuickFix.newQuickFix(description, edit(first, last, replacement)));
    return this;
  }

  /** Offers to replace a word of a docstring. */
  public Finding fixByReplacing(Docstring.Word word, String replacement, String description) {
    issue.addQuickFix(PythonQuickFix.newQuickFix(description, edit(word.range(), replacement)));
    return this;
  }

  /** Offers to replace nodes at once; none of them may lie in another. */
  public Finding fixByReplacing(Map<? extends Tree, String> replacements, String description) {
    PythonTextEdit[] edits =
        replacements.entrySet().stream()
            .map(each -> edit(each.getKey(), each.getValue()))
            .toArray(PythonTextEdit[]::new);
    issue.addQuickFix(PythonQuickFix.newQuickFix(description, edits));
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
    return edit(node, node, replacement);
  }

  private static PythonTextEdit edit(Tree from, Tree to, String replacement) {
    return edit(TokenRange.of(from, to), replacement);
  }

  private static PythonTextEdit edit(TokenRange range, String replacement) {
    return new PythonTextEdit(
        replacement, range.line(), range.column(), range.endLine(), range.endColumn());
  }
}
