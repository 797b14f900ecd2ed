package org.pyreview.project.files;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Place;
import org.pyreview.project.files.Dockerfile.Word;

/**
 * Lines that a Dockerfile hands to an instruction: {@code RUN <<EOF}.
 *
 * @param text from the arrow to the mark that ends it
 * @param place where that stands
 * @see <a href="https://docs.docker.com/reference/dockerfile/#here-documents">Dockerfile:
 *     here-documents</a>
 */
record HereDocument(String text, Place place) {

  private static final Pattern HEAD = Pattern.compile("<<-?[\"']?\\w+[\"']?([^\\n]*)\\n");
  private static final Pattern SHELL =
      Pattern.compile("\\s*(?:(?:/\\S*/)?(?:env )?(?:ba|da|a|z)?sh\\b.*)?");
  private static final Pattern PART =
      Pattern.compile(
          "(#.*)|(&&|\\|\\||[;&|])|((?:[^\\s\"'\\\\;&|]|\\\\.)++|\"[^\"]*+\"|'[^']*+'|[\"'\\\\])");

  /**
   * The words of the commands in it, after its first line as an operator, and with one after each
   * other line.
   *
   * @return itself as one word if it is no script of a shell
   */
  List<Word> words() {
    Matcher head = HEAD.matcher(text);
    Word whole = new Word(text.replaceAll("[\"']", ""), place, false);
    if (!head.lookingAt()) {
      return List.of(whole);
    }
    String[] lines = text.substring(head.end()).split("\n", -1);
    boolean isShell =
        SHELL.matcher(head.group(1)).matches()
            && (!lines[0].startsWith("#!") || SHELL.matcher(lines[0].substring(2)).matches());
    if (!isShell) {
      return List.of(whole);
    }
    List<Word> words = new ArrayList<>();
    String opening = head.group().stripTrailing();
    words.add(
        new Word(opening, Place.inLine(place.line(), place.column(), opening.length()), true));
    for (int i = 0; i < lines.length - 1; i++) {
      int number = place.line() + 1 + i;
      boolean goesOn = lines[i].stripTrailing().endsWith("\\");
      String line = goesOn ? lines[i].stripTrailing() : lines[i];
      words(line.substring(0, line.length() - (goesOn ? 1 : 0)), number, words);
      if (!goesOn) {
        words.add(new Word(";", Place.inLine(number, lines[i].length(), 0), true));
      }
    }
    return words;
  }

  private static void words(String line, int number, List<Word> words) {
    Matcher part = PART.matcher(line);
    int end = -1;
    while (part.find()) {
      boolean isNext = part.start() == end && !words.isEmpty();
      end = -1;
      if (part.group(1) != null && !isNext) {
        return;
      }
      Place place = Place.inLine(number, part.start(), part.group().length());
      String text = part.group().replaceAll("[\"']", "");
      if (part.group(2) != null) {
        words.add(new Word(text, place, true));
        continue;
      }
      Word last = isNext ? words.remove(words.size() - 1) : null;
      words.add(
          last == null
              ? new Word(text, place, false)
              : new Word(
                  last.text() + text,
                  new Place(last.place().line(), last.place().column(), number, part.end()),
                  false));
      end = part.end();
    }
  }
}
