package org.pyreview.project;

/**
 * How complete the knowledge about a project is: how many references of one kind could be followed
 * to what they name. A rule that says "there is no such thing" asks first, because what it misses
 * may be where it can't look.
 *
 * @param what the kind of references, as the log names it: "route names"
 * @param resolved number of references whose target is known
 * @param unresolved number of references whose target isn't
 */
public record Completeness(String what, int resolved, int unresolved) {

  /** Of ten references, so many may be unresolved. */
  private static final int TOLERATED = 1;

  /** Nothing of the kind was seen yet. */
  public static Completeness of(String what) {
    return new Completeness(what, 0, 0);
  }

  /** With one more reference. */
  public Completeness with(boolean isResolved) {
    return isResolved
        ? new Completeness(what, resolved + 1, unresolved)
        : new Completeness(what, resolved, unresolved + 1);
  }

  /** Whether the unresolved are few enough to speak about what is missing. */
  public boolean suffices() {
    return unresolved * 10 <= TOLERATED * (resolved + unresolved);
  }
}
