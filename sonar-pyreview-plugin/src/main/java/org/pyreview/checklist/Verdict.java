package org.pyreview.checklist;

import java.util.Locale;

/** The answer to a point of the checklist. */
public enum Verdict {
  /** Its rules ran and found nothing. */
  PASSED,
  /** There are open issues. */
  FAILED,
  /** The project has nothing that the point is about. */
  NOT_APPLICABLE,
  /** Nothing ran that could answer it: a person has to. */
  MANUAL,
  /** The rules that will answer it are not written yet. */
  PLANNED;

  /** As measures and the page write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
