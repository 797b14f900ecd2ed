package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.python.QualifiedName;

/**
 * An expression of a file whose tree is gone: what the Python grammar says, without parentheses.
 */
public sealed interface Expr {

  Place place();

  /** The expressions directly below, in the order of the text. */
  List<Expr> children();

  /** The expression and everything below it. */
  default Stream<Expr> all() {
    List<Expr> all = new ArrayList<>();
    collect(this, all);
    return all.stream();
  }

  // A list, and not streams in streams: rules walk every expression of a project many times.
  private static void collect(Expr expression, List<Expr> all) {
    all.add(expression);
    for (Expr child : expression.children()) {
      collect(child, all);
    }
  }

  /** {@code a.b.c} of names and attributes; empty for anything else. */
  default Optional<String> dotted() {
    return Optional.empty();
  }

  /** {@code c} of {@code a.b.c}; empty for what isn't names and attributes only. */
  default String lastName() {
    return dotted().map(name -> QualifiedName.of(name).lastName()).orElse("");
  }

  /** The expression and those in it that no {@code x if y else z} makes depend on something. */
  default Stream<Expr> unconditional() {
    return this instanceof Conditional
        ? Stream.empty()
        : Stream.concat(Stream.of(this), children().stream().flatMap(Expr::unconditional));
  }

  record Name(String id, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of();
    }

    @Override
    public Optional<String> dotted() {
      return Optional.of(id);
    }
  }

  record Attribute(Expr value, String name, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(value);
    }

    @Override
    public Optional<String> dotted() {
      return value.dotted().map(base -> base + "." + name);
    }

    /** Where the attribute's own name stands. */
    public Place namePlace() {
      return new Place(
          place.endLine(), place.endColumn() - name.length(), place.endLine(), place.endColumn());
    }
  }

  record Call(Expr callee, List<Argument> arguments, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      List<Expr> children = new ArrayList<>(arguments.size() + 1);
      children.add(callee);
      for (Argument argument : arguments) {
        children.add(argument.value());
      }
      return children;
    }

    /** The last name of the callee: the function or method; empty if it has none. */
    public String name() {
      return callee instanceof Attribute member
          ? member.name()
          : callee instanceof Name name ? name.id() : "";
    }

    /** What the method is called on. */
    public Optional<Expr> receiver() {
      return callee instanceof Attribute member ? Optional.of(member.value()) : Optional.empty();
    }

    /** The argument passed under a name. */
    public Optional<Expr> named(String keyword) {
      return arguments.stream()
          .filter(argument -> argument.keyword().equals(keyword))
          .map(Argument::value)
          .findFirst();
    }

    /** The arguments before the first one with a name or a star. */
    public List<Expr> positional() {
      return arguments.stream()
          .takeWhile(argument -> argument.keyword().isEmpty())
          .map(Argument::value)
          .toList();
    }

    /** The argument passed under a name, or at a position from 0. */
    public Optional<Expr> at(int position, String keyword) {
      List<Expr> positional = positional();
      return named(keyword)
          .or(
              () ->
                  position < positional.size()
                      ? Optional.of(positional.get(position))
                      : Optional.empty());
    }

    /** Whether every argument is written out: no star. */
    public boolean isWrittenOut() {
      return arguments.stream().noneMatch(argument -> argument.keyword().startsWith("*"));
    }
  }

  /**
   * An argument of a call or of a class.
   *
   * @param keyword its name; empty if it has none, {@code *} or {@code **} if it is unpacked
   */
  record Argument(String keyword, Expr value) {}

  /** A string that is written out. */
  record Text(String value, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of();
    }
  }

  /**
   * An f-string.
   *
   * @param template its text, with {@link #HOLE} in the place of each value
   */
  record Format(String template, List<Expr> values, Place place) implements Expr {
    /** Stands for a value that is put into the text. */
    public static final char HOLE = '\u0000';

    @Override
    public List<Expr> children() {
      return values;
    }
  }

  /** A number, {@code True}, {@code False}, {@code None}, {@code ...}, bytes. */
  record Constant(String text, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of();
    }
  }

  /** What surrounds the elements. */
  enum Bracket {
    LIST,
    TUPLE,
    SET,
    DICT,
    GENERATOR
  }

  /** A list, tuple or set that is written out. */
  record Collection(Bracket bracket, List<Expr> elements, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return elements;
    }
  }

  /** A dictionary that is written out. */
  record Mapping(List<Entry> entries, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      List<Expr> children = new ArrayList<>(2 * entries.size());
      for (Entry entry : entries) {
        entry.key().ifPresent(children::add);
        children.add(entry.value());
      }
      return children;
    }
  }

  /**
   * An entry of a dictionary.
   *
   * @param key empty where another dictionary is unpacked
   */
  record Entry(Optional<Expr> key, Expr value) {}

  /** {@code value[index]}. */
  record Item(Expr value, Expr index, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(value, index);
    }
  }

  /** {@code value[lower:upper:step]}; bounds that are left out are empty. */
  record Slice(Expr value, Optional<Expr> lower, Optional<Expr> upper, Place place)
      implements Expr {
    @Override
    public List<Expr> children() {
      return Stream.of(Optional.of(value), lower, upper).flatMap(Optional::stream).toList();
    }
  }

  /**
   * A unary or binary operation, a comparison, {@code and}, {@code or}, {@code not}.
   *
   * @param operator as written; {@code not in} and {@code is not} with one space
   */
  record Operation(String operator, List<Expr> operands, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return operands;
    }
  }

  /** {@code then if test else otherwise}. */
  record Conditional(Expr test, Expr then, Expr otherwise, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(then, test, otherwise);
    }
  }

  record Lambda(List<Parameter> parameters, Expr body, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(body);
    }
  }

  /**
   * A parameter of a function.
   *
   * @param stars {@code *}, {@code **} or empty
   */
  record Parameter(
      String name, String stars, Optional<Expr> annotation, Optional<Expr> standard, Place place) {}

  /** A comprehension or generator; a dictionary's element is a mapping with one entry. */
  record Comprehension(Bracket bracket, Expr element, List<Clause> clauses, Place place)
      implements Expr {
    @Override
    public List<Expr> children() {
      List<Expr> children = new ArrayList<>(List.of(element));
      for (Clause clause : clauses) {
        children.add(clause.target());
        children.add(clause.iterable());
        children.addAll(clause.conditions());
      }
      return children;
    }
  }

  /** {@code for target in iterable if condition}. */
  record Clause(Expr target, Expr iterable, List<Expr> conditions) {}

  record Await(Expr value, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(value);
    }
  }

  /** {@code name := value}. */
  record Walrus(Name target, Expr value, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(target, value);
    }
  }

  /** {@code *value} outside a call. */
  record Star(Expr value, Place place) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(value);
    }
  }

  /** Everything else, {@code yield} for one. */
  record Other(List<Expr> children, Place place) implements Expr {}
}
