package org.pyreview.dataflow;

import java.util.EnumSet;
import java.util.Set;

/**
 * Data of the client in a value.
 *
 * @param trace how it got there
 * @param harmless the dangers it no longer brings
 */
record Taint(Origin origin, Trace trace, Set<Danger> harmless) {

  boolean brings(Danger danger) {
    return !harmless.contains(danger);
  }

  Taint without(Set<Danger> dangers) {
    if (harmless.containsAll(dangers)) {
      return this;
    }
    Set<Danger> both = EnumSet.copyOf(dangers);
    both.addAll(harmless);
    return new Taint(origin, trace, both);
  }

  Taint then(Step step) {
    return new Taint(origin, trace.then(step), harmless);
  }

  Taint part(String name) {
    return new Taint(origin.part(name), trace, harmless);
  }

  /** What either of two taints of one origin can still do. */
  Taint or(Taint other) {
    if (harmless.equals(other.harmless)) {
      return this;
    }
    Set<Danger> both = EnumSet.noneOf(Danger.class);
    both.addAll(harmless);
    both.retainAll(other.harmless);
    return new Taint(origin, trace, both);
  }
}
