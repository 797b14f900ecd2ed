package org.pyreview.frameworks.templates;

import java.util.regex.Pattern;

/** The strings of a script; goes through it once, so places are asked for in rising order. */
final class ScriptStrings {

  private static final int LONGEST_CALL = 60;
  private static final Pattern TO_NUMBER =
      Pattern.compile("\\b(?:parseInt|parseFloat|Number)\\(\\s*$");

  private static final Pattern ADDRESS = Pattern.compile("/(?!/|\\*)|https?://");

  private final String script;
  private final int start;
  private char open;
  private int opened;
  private int at;

  /**
   * @param start where the code begins in the text
   */
  ScriptStrings(String text, int start) {
    this.script = text;
    this.start = start;
    this.opened = start;
    this.at = start;
  }

  /**
   * Whether a place lies in a string: outside of one, text would be an error that somebody had
   * noticed, so that there only numbers and the like are printed. The same holds for a string that
   * becomes a number at once.
   */
  boolean contain(int place) {
    for (; at < place; at++) {
      char each = script.charAt(at);
      if (open != 0) {
        if (each == '\\') {
          at++;
        } else if (each == open || (each == '\n' && open != '`')) {
          open = 0;
        }
      } else if (each == '"' || each == '\'' || each == '`') {
        open = each;
        opened = at;
      } else if (each == '/' && script.startsWith("//", at)) {
        at = endOf("\n");
      } else if (each == '/' && script.startsWith("/*", at)) {
        at = endOf("*/");
      }
    }
    return open != 0 && !(opened == place - 1 && isMadeNumber());
  }

  /**
   * Whether the string around a place, which was asked for just before, is an address up to there:
   * it needs a value that is encoded for addresses, and most are parts of one already.
   */
  boolean isAddress(int place) {
    return ADDRESS.matcher(script.substring(opened + 1, place)).lookingAt();
  }

  private boolean isMadeNumber() {
    int from = Math.max(start, opened - LONGEST_CALL);
    return TO_NUMBER.matcher(script.substring(from, opened)).find();
  }

  private int endOf(String end) {
    int found = script.indexOf(end, at);
    return found < 0 ? script.length() : found + end.length() - 1;
  }
}
