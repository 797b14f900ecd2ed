package org.pyreview.dataflow;

import java.util.Optional;

/**
 * Which data of the client a value is made of: where it enters, or a part of that. Two values of
 * one origin are the same data, so that a check of one is a check of the other.
 *
 * @param id where it enters, and the way to the part
 * @param whole what it is a part of
 * @param part the last step to the part, {@code netloc} or {@code [name]}; empty for the whole
 */
record Origin(String id, Optional<Origin> whole, String part) {

  /** The part that a loop gets: the elements of a list, the keys of a dictionary. */
  static final String ELEMENT = "[*]";

  private static final int LONGEST = 200;

  static Origin at(String place) {
    return new Origin(place, Optional.empty(), "");
  }

  /** A part of the data; a part of very deep structures is the structure itself. */
  Origin part(String name) {
    return id.length() > LONGEST ? this : new Origin(id + " " + name, Optional.of(this), name);
  }
}
