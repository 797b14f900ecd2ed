package org.pyreview.dataflow;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names of a function hold at a point of it, and which data was checked on the way. */
final class State {

  /** Stands for all data of the client among the origins. */
  static final String EVERYTHING = "*";

  private final Map<String, Value> names;
  private final Map<String, Set<Danger>> checked;

  State() {
    this(new HashMap<>(), new HashMap<>());
  }

  private State(Map<String, Value> names, Map<String, Set<Danger>> checked) {
    this.names = names;
    this.checked = checked;
  }

  State copy() {
    return new State(new HashMap<>(names), new HashMap<>(checked));
  }

  Optional<Value> get(String name) {
    return Optional.ofNullable(names.get(name));
  }

  void set(String name, Value value) {
    names.put(name, value);
  }

  /** The dangers that checks on the way have ruled out, by origin. */
  Map<String, Set<Danger>> checked() {
    return checked;
  }

  /** From here on the data of the origin with this id doesn't bring these dangers. */
  void check(String origin, Set<Danger> dangers) {
    if (!dangers.isEmpty()) {
      // A new set: the states of the other branches share the old one.
      Set<Danger> more = EnumSet.copyOf(dangers);
      more.addAll(checked.getOrDefault(origin, Set.of()));
      checked.put(origin, more);
    }
  }

  /** From here on the data of an origin doesn't bring these dangers. */
  void check(Origin origin, Set<Danger> dangers) {
    check(origin.id(), dangers);
  }

  /**
   * From here on no element of a value brings what every pass of a loop over it has ruled out.
   *
   * @param end the state at the end of each pass; null if none gets there
   */
  void checkElements(Value element, State end) {
    if (end != null) {
      for (Taint taint : element.everyTaint()) {
        check(taint.origin(), end.checked.getOrDefault(taint.origin().id(), Set.of()));
      }
    }
  }

  /** Whether data still brings a danger, after the checks on the way. */
  boolean isDangerous(Taint taint, Danger danger) {
    if (!taint.brings(danger)
        || checked.getOrDefault(EVERYTHING, Set.of()).contains(danger)
        || areElementsChecked(taint.origin(), danger)) {
      return false;
    }
    Optional<Origin> each = Optional.of(taint.origin());
    while (each.isPresent()) {
      if (checked.getOrDefault(each.get().id(), Set.of()).contains(danger)) {
        return false;
      }
      each = each.get().whole();
    }
    return true;
  }

  /**
   * Whether all characters, elements or keys were checked. That is enough for what is used as a
   * whole, but says nothing of what stands under the keys.
   */
  private boolean areElementsChecked(Origin origin, Danger danger) {
    return danger != Danger.DOCUMENT_QUERY
        && checked.getOrDefault(origin.part(Origin.ELEMENT).id(), Set.of()).contains(danger);
  }

  /** The value as it is where the checks on the way no longer count: in another function. */
  Value settled(Value value) {
    return checked.isEmpty() ? value : value.mapTaints(this::settled);
  }

  private Taint settled(Taint taint) {
    Taint settled = taint.without(checked.getOrDefault(EVERYTHING, Set.of()));
    Optional<Origin> each = Optional.of(taint.origin());
    while (each.isPresent()) {
      settled = settled.without(checked.getOrDefault(each.get().id(), Set.of()));
      each = each.get().whole();
    }
    return settled;
  }

  /** The state behind two ways; either may be null if it is never taken. */
  static State join(State one, State two) {
    if (one == null || two == null || one == two) {
      return one == null ? two : one;
    }
    boolean sameChecks = one.checked.equals(two.checked);
    State joined = new State(new HashMap<>(), common(one.checked, two.checked));
    one.names.forEach(
        (name, value) -> {
          Value other = two.names.get(name);
          Value a = sameChecks ? value : one.settled(value);
          joined.names.put(
              name,
              other == null
                  ? a
                  : other == value && sameChecks ? value : a.or(settle(two, other, sameChecks)));
        });
    two.names.forEach(
        (name, value) -> {
          if (!one.names.containsKey(name)) {
            joined.names.put(name, settle(two, value, sameChecks));
          }
        });
    return joined;
  }

  private static Value settle(State state, Value value, boolean isSettled) {
    return isSettled ? value : state.settled(value);
  }

  private static Map<String, Set<Danger>> common(
      Map<String, Set<Danger>> one, Map<String, Set<Danger>> two) {
    Map<String, Set<Danger>> common = new HashMap<>();
    one.forEach(
        (origin, dangers) -> {
          Set<Danger> both = EnumSet.noneOf(Danger.class);
          both.addAll(dangers);
          both.retainAll(two.getOrDefault(origin, Set.of()));
          if (!both.isEmpty()) {
            common.put(origin, both);
          }
        });
    return common;
  }
}
