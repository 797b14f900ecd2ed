package org.pyreview.frameworks.sqlalchemy;

import java.util.regex.Pattern;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.Expression;

/** Rows that a session has read from the database. */
public final class QueryResult {

  private static final Pattern CHAIN =
      Pattern.compile(
          "(?s)(?:await )?\\(?(?:await )?(?:\\w+\\.)*\\w*(?:[sS]ession|\\bdb)"
              + "\\.(?:query|exec|execute|scalars?|get|get_one)\\(.*");

  private QueryResult() {}

  /** Whether an expression, or what the variable that it is holds, comes from a session. */
  public static boolean is(Expression expression) {
    return CHAIN.matcher(SourceText.of(AssignedValue.behind(expression))).matches();
  }
}
