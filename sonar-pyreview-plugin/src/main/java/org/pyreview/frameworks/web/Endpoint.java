package org.pyreview.frameworks.web;

import java.util.Comparator;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.code.ModuleCode;

/**
 * Something that changes state when a request asks for it, and isn't public on purpose.
 *
 * @param name its function or class
 * @param place what has to require authorization
 * @param protection what stands on the way to it, and in it
 */
public record Endpoint(ModuleCode module, String name, Place place, Protection protection) {

  /** Whether somebody who isn't known may come. */
  public enum Protection {
    NONE,
    /** Something that can't be followed may keep people out. */
    POSSIBLE,
    /** Something asks who is there. */
    CERTAIN;

    /** Certain or not at all. */
    public static Protection certain(boolean is) {
      return is ? CERTAIN : NONE;
    }

    /** Possible or not at all. */
    public static Protection possible(boolean is) {
      return is ? POSSIBLE : NONE;
    }

    /** The best of several. */
    public static Protection best(Stream<Protection> all) {
      return all.max(Comparator.naturalOrder()).orElse(NONE);
    }
  }

  /** Whether it certainly asks who is there. */
  public boolean isGuarded() {
    return protection == Protection.CERTAIN;
  }

  /** Whether nothing at all may keep people out. */
  public boolean isUnguarded() {
    return protection == Protection.NONE;
  }
}
