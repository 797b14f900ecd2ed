package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command as a shell, an image or a service starts it.
 *
 * @param words the program and its arguments, without quotes
 * @param variables what is set in front of it: {@code PORT=80 gunicorn app}
 */
record CommandLine(List<String> words, Map<String, String> variables) {

  private static final Pattern SHELLS = Pattern.compile("(?:.*/)?(?:ba|da|a|z)?sh");
  private static final Pattern PYTHON = Pattern.compile("(?:.*/)?python[\\d.]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w*=.*", Pattern.DOTALL);
  private static final Pattern VALUED_BY_SHELLS = Pattern.compile("[-+]o|-O|--rcfile|--init-file");
  private static final Pattern VALUED_BY_PYTHON = Pattern.compile("-[a-zA-Z]*[WX]");

  /** More than one wrapper in another is rare; text that nobody wrote by hand may go on. */
  private static final int DEEPEST = 20;

  CommandLine(List<String> words) {
    this(words, Map.of());
  }

  /**
   * The command of a line that stays in the foreground: the last one, and of a pipe the first.
   *
   * @param text as a shell reads it; new lines end commands
   */
  static CommandLine parse(String text) {
    return new CommandLine(new Scanner(text).foreground());
  }

  /** The same for text in which a new line only separates words. */
  static CommandLine ofLine(String text) {
    return parse(text.replace('\n', ' '));
  }

  /** Without shells, and without programs that only run another one. */
  CommandLine unwrapped() {
    List<String> rest = words;
    Map<String, String> set = new LinkedHashMap<>(variables);
    for (int i = 0; i < DEEPEST && !rest.isEmpty(); i++) {
      String first = rest.get(0);
      if (VARIABLE.matcher(first).matches()) {
        int sign = first.indexOf('=');
        set.put(first.substring(0, sign), first.substring(sign + 1));
        rest = rest.subList(1, rest.size());
      } else {
        Optional<List<String>> inner = inner(rest);
        if (inner.isEmpty()) {
          break;
        }
        rest = inner.get();
      }
    }
    return new CommandLine(List.copyOf(rest), set);
  }

  private static Optional<List<String>> inner(List<String> words) {
    String first = words.get(0);
    if (first.equals("--")) {
      return Optional.of(words.subList(1, words.size()));
    }
    if (SHELLS.matcher(first).matches()) {
      return innerOfShell(words);
    }
    if (PYTHON.matcher(first).matches()) {
      return innerOfPython(words);
    }
    Optional<Wrapper> wrapper = Wrapper.named(first.substring(first.lastIndexOf('/') + 1));
    if (wrapper.isPresent()) {
      return wrapper.get().inner(words);
    }
    // Whatever the program is: what comes after two dashes is a command if it is no option.
    int dashes = words.indexOf("--");
    return dashes > 0 && dashes + 1 < words.size() && !words.get(dashes + 1).startsWith("-")
        ? Optional.of(words.subList(dashes + 1, words.size()))
        : Optional.empty();
  }

  private static Optional<List<String>> innerOfShell(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.matches("-\\w*c")) {
        return i + 1 < words.size() ? Optional.of(parse(words.get(i + 1)).words) : Optional.empty();
      }
      if (!word.startsWith("-") && !word.startsWith("+")) {
        return Optional.of(words.subList(i, words.size()));
      }
      i += VALUED_BY_SHELLS.matcher(word).matches() ? 1 : 0;
    }
    return Optional.empty();
  }

  /** A module is a program; a file stays one that Python runs. */
  private static Optional<List<String>> innerOfPython(List<String> words) {
    for (int i = 1; i < words.size() && words.get(i).startsWith("-"); i++) {
      if (words.get(i).matches("-[a-zA-Z]*m")) {
        return i + 1 < words.size()
            ? Optional.of(words.subList(i + 1, words.size()))
            : Optional.empty();
      }
      i += VALUED_BY_PYTHON.matcher(words.get(i)).matches() ? 1 : 0;
    }
    return Optional.empty();
  }

  /** Splits a text as a shell does, once from its start to its end. */
  private static final class Scanner {
    private final String text;
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private List<String> current = new ArrayList<>();
    private List<String> foreground = List.of();
    private boolean isAside;

    Scanner(String text) {
      this.text = text;
    }

    List<String> foreground() {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\' && i + 1 < text.length()) {
          i++;
          boolean goesOn = text.charAt(i) == '\n' || text.charAt(i) == '\r';
          if (!goesOn) {
            add(text.charAt(i));
          }
        } else if (c == '\n' || c == ';') {
          endCommand(false);
        } else if (Character.isWhitespace(c)) {
          endWord();
        } else if (c == '\'' || c == '"') {
          i = quoted(i, c);
        } else if (c == '#' && !isInWord) {
          int end = text.indexOf('\n', i);
          i = end < 0 ? text.length() : end - 1;
        } else if (c == '|') {
          endCommand(true);
        } else if (c == '&' && !isRedirection(i)) {
          endCommand(false);
        } else {
          add(c);
        }
      }
      endCommand(false);
      return foreground;
    }

    private void add(char c) {
      isInWord = true;
      word.append(c);
    }

    /** Up to the quote that ends it; a lone one is a character. */
    private int quoted(int start, char quote) {
      int end = start + 1;
      while (end < text.length() && text.charAt(end) != quote) {
        end += quote == '"' && text.charAt(end) == '\\' ? 2 : 1;
      }
      isInWord = true;
      if (end >= text.length()) {
        word.append(quote);
        return start;
      }
      String inside = text.substring(start + 1, end);
      word.append(quote == '"' ? inside.replaceAll("\\\\(?:\\n|([\"\\\\$`]))", "$1") : inside);
      return end;
    }

    /** {@code 2>&1} and {@code &>log} end no command. */
    private boolean isRedirection(int at) {
      boolean after = at > 0 && (text.charAt(at - 1) == '>' || text.charAt(at - 1) == '<');
      return after || (at + 1 < text.length() && text.charAt(at + 1) == '>');
    }

    private void endWord() {
      if (isInWord) {
        current.add(word.toString());
        word.setLength(0);
        isInWord = false;
      }
    }

    /**
     * @param isNextAside whether the next command reads from this one, or replaces it
     */
    private void endCommand(boolean isNextAside) {
      endWord();
      if (!current.isEmpty()) {
        foreground = isAside ? foreground : current;
        current = new ArrayList<>();
        isAside = isNextAside;
      } else {
        isAside |= isNextAside;
      }
    }
  }
}
