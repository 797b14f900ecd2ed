package org.pyreview.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pyreview.project.code.Expr;

/**
 * What a call passes.
 *
 * @param receiver what the method is called on; empty for a function
 */
record Passed(Optional<Value> receiver, List<Argument> arguments) {

  /**
   * An argument.
   *
   * @param keyword as in {@link Expr.Argument}
   */
  record Argument(String keyword, Expr written, Value value) {

    boolean isPositional() {
      return keyword.isEmpty();
    }
  }

  List<Value> values() {
    return arguments.stream().map(Argument::value).toList();
  }

  /** The arguments before the first one with a name or a star. */
  List<Argument> positional() {
    return arguments.stream().takeWhile(Argument::isPositional).toList();
  }

  /** The argument at a position. */
  Optional<Argument> at(int position) {
    for (int i = 0; i <= position; i++) {
      if (i >= arguments.size() || !arguments.get(i).isPositional()) {
        return Optional.empty();
      }
    }
    return Optional.of(arguments.get(position));
  }

  /** The argument under a name, or at the position that the name says. */
  Optional<Argument> get(String parameter) {
    return isPosition(parameter)
        ? at(Integer.parseInt(parameter))
        : arguments.stream().filter(each -> each.keyword().equals(parameter)).findFirst();
  }

  /**
   * The arguments for some parameters.
   *
   * @param parameters as in {@link FlowTables.Sink}
   */
  List<Argument> any(List<String> parameters) {
    if (parameters.contains("*")) {
      return arguments;
    }
    List<Argument> found = new ArrayList<>();
    parameters.forEach(parameter -> get(parameter).ifPresent(found::add));
    return found;
  }

  private static boolean isPosition(String parameter) {
    return !parameter.isEmpty() && Character.isDigit(parameter.charAt(0));
  }
}
