package org.pyreview.verify;

import java.util.Random;
import java.util.stream.Collectors;

/** Text made of pieces in random order; the same seed makes the same text. */
public final class RandomText {

  private RandomText() {}

  /**
   * @param longest number of pieces it has at most
   */
  public static String of(int seed, int longest, String... pieces) {
    Random random = new Random(seed);
    return random
        .ints(random.nextInt(longest), 0, pieces.length)
        .mapToObj(i -> pieces[i])
        .collect(Collectors.joining());
  }
}
