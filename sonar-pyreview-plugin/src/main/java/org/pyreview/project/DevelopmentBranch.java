package org.pyreview.project;

import java.util.regex.Pattern;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.ElseClause;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.Tree;

/** Code that runs on a developer's machine only, by the condition around it. */
public final class DevelopmentBranch {

  private static final Pattern WORD =
      Pattern.compile(
          "(?i)(?<![a-z])(?:debug|dev|develop|development|local|test|testing)(?![a-z])");
  private static final Pattern NEGATED = Pattern.compile("^not\\b|!=|\\bnot in\\b|\\bis not\\b");

  private DevelopmentBranch() {}

  /** Whether a node stands in the branch of an {@code if} that development takes. */
  public static boolean contains(Tree node) {
    Tree below = node;
    for (Tree each = node.parent(); each != null; below = each, each = each.parent()) {
      if (each instanceof IfStatement branch && WORD.matcher(text(branch)).find()) {
        boolean isOtherwise = below instanceof ElseClause;
        boolean isNegated = NEGATED.matcher(text(branch)).find();
        boolean isInside = below == branch.body() || isOtherwise;
        if (isInside && isOtherwise == isNegated) {
          return true;
        }
      }
    }
    return false;
  }

  private static String text(IfStatement branch) {
    return SourceText.of(branch.condition());
  }
}
