package org.pyreview.frameworks.sql;

import java.util.regex.Pattern;

/** What the text of a statement says about the pieces that are put into it. */
public final class StatementText {

  /** Statements whose pieces are names and types: no driver takes parameters for them. */
  private static final Pattern DEFINITION =
      Pattern.compile("(?is)^[\\s(]*(?:CREATE|DROP|ALTER|TRUNCATE|GRANT|REVOKE)\\s.*");

  /** What a value follows; tables, columns, keywords and conditions stand elsewhere. */
  private static final Pattern BEFORE_VALUE =
      Pattern.compile(
          "(?is)(?:[=<>]|\\b(?:I?LIKE|RLIKE|REGEXP|LIMIT|OFFSET|IN|BETWEEN|BETWEEN\\s+\\S+\\s+AND)"
              + "|\\b(?:IN|ANY|VALUES)\\s*\\((?:[^()]*,)?)\\s*$");

  private StatementText() {}

  /** Whether a statement defines tables, users or the like, and takes no parameters. */
  public static boolean isDefinition(String statement) {
    return DEFINITION.matcher(statement).matches();
  }

  /** Whether a parameter could stand behind the beginning of a statement. */
  static boolean isPlaceOfValue(String before) {
    boolean isInQuotes = before.chars().filter(each -> each == '\'').count() % 2 == 1;
    return isInQuotes || BEFORE_VALUE.matcher(before).find();
  }
}
