package org.pyreview.dataflow;

import java.util.LinkedList;
import java.util.List;

/**
 * The way of a value so far.
 *
 * @param before null at the start
 * @param source what the code calls the data where it enters
 */
record Trace(Step last, Trace before, int length, String source) {

  /** A longer way says no more to a reader. */
  private static final int LONGEST = 24;

  static Trace from(Step start, String source) {
    return new Trace(start, null, 1, source);
  }

  Trace then(Step next) {
    boolean isSamePlace = last.place().equals(next.place()) && last.file() == next.file();
    return isSamePlace || length >= LONGEST ? this : new Trace(next, this, length + 1, source);
  }

  /** The steps in the order in which they happen. */
  List<Step> steps() {
    LinkedList<Step> steps = new LinkedList<>();
    for (Trace each = this; each != null; each = each.before) {
      steps.addFirst(each.last);
    }
    return steps;
  }
}
