package org.pyreview.ecosystem;

import java.util.Arrays;
import java.util.Locale;

/** What somebody who read an issue in its code says of it. */
public enum Verdict {
  /** Nobody has read it yet. */
  UNREAD,
  /** Right, and a senior reviewer would write it in a review of this project. */
  TRUE,
  /** Right, but not worth a line in a review. */
  PEDANTIC,
  /** Wrong. */
  FALSE;

  /** As it stands in a ledger; nothing where nobody has read the issue. */
  @Override
  public String toString() {
    return this == UNREAD ? "" : name().toLowerCase(Locale.ROOT);
  }

  /**
   * Takes what {@link #toString} gives.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Verdict of(String text) {
    return Arrays.stream(values())
        .filter(verdict -> verdict.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is no verdict: true, pedantic or false"));
  }
}
