package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.RegularArgument;

/** The arguments of a call, as far as they are written out: {@code *args} is not looked into. */
public record Arguments(List<Argument> all) {

  public static Arguments of(CallExpression call) {
    return new Arguments(call.arguments());
  }

  /** The argument passed at a position (from 0), or under a name. */
  public Optional<Expression> at(int position, String name) {
    return named(name).or(() -> positional(position));
  }

  /** The argument passed under a name. */
  public Optional<Expression> named(String name) {
    return all.stream()
        .filter(RegularArgument.class::isInstance)
        .map(RegularArgument.class::cast)
        .filter(argument -> argument.keywordArgument() != null)
        .filter(argument -> argument.keywordArgument().name().equals(name))
        .map(RegularArgument::expression)
        .findFirst();
  }

  /** The argument passed at a position (from 0), unless a star argument comes before it. */
  public Optional<Expression> positional(int position) {
    if (position >= all.size()) {
      return Optional.empty();
    }
    for (Argument argument : all.subList(0, position + 1)) {
      if (!(argument instanceof RegularArgument regular) || regular.keywordArgument() != null) {
        return Optional.empty();
      }
    }
    return Optional.of(((RegularArgument) all.get(position)).expression());
  }

  /** The values of all arguments, with or without a name; those of stars left out. */
  public Stream<Expression> expressions() {
    return all.stream()
        .filter(RegularArgument.class::isInstance)
        .map(argument -> ((RegularArgument) argument).expression());
  }
}
