package org.pyreview.project;

import java.util.Arrays;

/** Where the lines of a text begin: finds the place of an offset without going through the text. */
public final class TextLines {

  private final int[] starts;

  /**
   * @param text with {@code \n} line ends
   */
  public TextLines(String text) {
    int[] found = new int[64];
    int lines = 1;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      if (lines == found.length) {
        found = Arrays.copyOf(found, 2 * lines);
      }
      found[lines++] = end + 1;
    }
    starts = Arrays.copyOf(found, lines);
  }

  /** The line of an offset, from 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset, from 0. */
  public int column(int offset) {
    return offset - starts[line(offset) - 1];
  }

  /**
   * The place between two offsets.
   *
   * @param end behind the last character
   */
  public Place place(int start, int end) {
    return new Place(line(start), column(start), line(end), column(end));
  }
}
