package org.pyreview.project.files;

/** How deeply the arrays and inline tables of a TOML text are nested, before it is parsed. */
final class TomlNesting {

  /** The parser recurses; nobody writes more by hand. */
  private static final int DEEPEST = 50;

  private final String text;
  private int at;

  private TomlNesting(String text) {
    this.text = text;
  }

  /** Whether a text is nested more deeply than the parser can take. */
  static boolean isTooDeep(String text) {
    return new TomlNesting(text).isTooDeep();
  }

  private boolean isTooDeep() {
    int depth = 0;
    for (; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case '#' -> skipTo("\n", false);
        case '"' -> skipString("\"", true);
        case '\'' -> skipString("'", false);
        default -> {
          // A key, a value or space.
        }
      }
      if (depth > DEEPEST) {
        return true;
      }
    }
    return false;
  }

  private void skipString(String quote, boolean isEscaping) {
    String several = quote.repeat(3);
    boolean isLong = text.startsWith(several, at);
    at += isLong ? several.length() : 1;
    skipTo(isLong ? several : quote, isEscaping);
  }

  /** Goes to the last character of an end. */
  private void skipTo(String end, boolean isEscaping) {
    while (at < text.length() && !text.startsWith(end, at)) {
      at += isEscaping && text.charAt(at) == '\\' ? 2 : 1;
    }
    at += end.length() - 1;
  }
}
