package org.pyreview.its;

/** Something the user can do something about; the message says what happened and what to do. */
public class Problem extends RuntimeException {
  public Problem(String message) {
    super(message);
  }
}
