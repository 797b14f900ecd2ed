package org.pyreview.dataflow;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a call of a function of the project does.
 *
 * @param after what its parameters hold when it returns, where it changed them
 * @param bound the parameter of each argument
 * @param checked data that the function checks before it returns
 * @param checkedIfTrue data that it has checked where what it returns is true
 */
record Outcome(
    Value result,
    Optional<Value> self,
    Map<String, Value> after,
    Map<Passed.Argument, String> bound,
    Map<String, Set<Danger>> checked,
    Map<String, Set<Danger>> checkedIfTrue,
    boolean neverReturns) {

  static final Outcome UNKNOWN =
      new Outcome(Value.UNKNOWN, Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of(), false);

  /** What an argument is afterwards, if the function put something into it. */
  Optional<Value> changed(Passed.Argument argument) {
    return Optional.ofNullable(bound.get(argument)).map(after::get);
  }
}
