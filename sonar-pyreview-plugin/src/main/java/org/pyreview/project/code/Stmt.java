package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;

/** A statement of a file whose tree is gone. */
public sealed interface Stmt {

  /** The statement; of one with a body only its head. */
  Place place();

  /** The expressions of the statement itself, without those in its body. */
  List<Expr> expressions();

  /** The statements directly in its bodies. */
  default List<Stmt> inner() {
    return List.of();
  }

  /** The statement and every one in its bodies, without those of functions and classes in it. */
  default Stream<Stmt> sameScope() {
    List<Stmt> all = new ArrayList<>();
    collectScope(this, all);
    return all.stream();
  }

  // Lists, and not streams in streams: rules walk every statement of a project many times.
  private static void collectScope(Stmt statement, List<Stmt> all) {
    all.add(statement);
    if (!(statement instanceof Function) && !(statement instanceof ClassDef)) {
      for (Stmt each : statement.inner()) {
        collectScope(each, all);
      }
    }
  }

  /** The statement and every one in it. */
  default Stream<Stmt> everything() {
    List<Stmt> all = new ArrayList<>();
    collect(this, all);
    return all.stream();
  }

  private static void collect(Stmt statement, List<Stmt> all) {
    all.add(statement);
    for (Stmt each : statement.inner()) {
      collect(each, all);
    }
  }

  /** Whether what is in it runs only when the file is the program, not when it is imported. */
  default boolean isForProgram() {
    return this instanceof If branch
        && branch
            .test()
            .all()
            .anyMatch(each -> each.dotted().filter("__name__"::equals).isPresent());
  }

  /** Every expression of the statement and of those in it. */
  default Stream<Expr> everyExpression() {
    return everything().flatMap(each -> each.expressions().stream()).flatMap(Expr::all);
  }

  /**
   * {@code a = b = value}, {@code a: annotation = value}, {@code a += value}.
   *
   * @param operator {@code =}, {@code +=} …
   */
  record Assign(
      List<Expr> targets,
      Optional<Expr> annotation,
      String operator,
      Optional<Expr> value,
      Place place)
      implements Stmt {
    @Override
    public List<Expr> expressions() {
      List<Expr> expressions = new ArrayList<>(targets);
      annotation.ifPresent(expressions::add);
      value.ifPresent(expressions::add);
      return expressions;
    }

    /** The name that is bound, where it is just one. */
    public Optional<String> name() {
      return targets.size() == 1 && targets.get(0) instanceof Expr.Name name
          ? Optional.of(name.id())
          : Optional.empty();
    }

    /** The target of a setting: {@code NAME = …}, {@code config["NAME"] = …}. */
    public Optional<Expr> setting(String name) {
      return targets.stream()
          .filter(
              target ->
                  target.dotted().filter(name::equals).isPresent()
                      || (target instanceof Expr.Item item
                          && item.index() instanceof Expr.Text key
                          && key.value().equals(name)))
          .findFirst();
    }
  }

  /** An expression on its own. */
  record Evaluate(Expr value, Place place) implements Stmt {
    @Override
    public List<Expr> expressions() {
      return List.of(value);
    }
  }

  record Return(Optional<Expr> value, Place place) implements Stmt {
    @Override
    public List<Expr> expressions() {
      return value.map(List::of).orElse(List.of());
    }
  }

  /** An {@code elif} is an {@code if} in {@code otherwise}. */
  record If(Expr test, List<Stmt> body, List<Stmt> otherwise, Place place) implements Stmt {
    @Override
    public List<Expr> expressions() {
      return List.of(test);
    }

    @Override
    public List<Stmt> inner() {
      return join(body, otherwise);
    }
  }

  record For(
      Expr target,
      Expr iterable,
      List<Stmt> body,
      List<Stmt> otherwise,
      boolean isAsync,
      Place place)
      implements Stmt {
    @Override
    public List<Expr> expressions() {
      return List.of(target, iterable);
    }

    @Override
    public List<Stmt> inner() {
      return join(body, otherwise);
    }

    /** Whether the body leaves the loop at its end: no second pass is run. */
    public boolean endsInFirstPass() {
      Stmt last = body.isEmpty() ? this : body.get(body.size() - 1);
      return last instanceof Return
          || (last instanceof Leave leave && !leave.keyword().equals("continue"));
    }
  }

  record While(Expr test, List<Stmt> body, List<Stmt> otherwise, Place place) implements Stmt {
    @Override
    public List<Expr> expressions() {
      return List.of(test);
    }

    @Override
    public List<Stmt> inner() {
      return join(body, otherwise);
    }
  }

  record Try(
      List<Stmt> body, List<Handler> handlers, List<Stmt> otherwise, List<Stmt> last, Place place)
      implements Stmt {
    @Override
    public List<Expr> expressions() {
      return handlers.stream().flatMap(handler -> handler.type().stream()).toList();
    }

    @Override
    public List<Stmt> inner() {
      List<Stmt> inner = new ArrayList<>(body);
      handlers.forEach(handler -> inner.addAll(handler.body()));
      inner.addAll(otherwise);
      inner.addAll(last);
      return inner;
    }
  }

  /** {@code except type as name}. */
  record Handler(Optional<Expr> type, Optional<Expr> name, List<Stmt> body) {}

  record With(List<Resource> resources, List<Stmt> body, boolean isAsync, Place place)
      implements Stmt {
    @Override
    public List<Expr> expressions() {
      List<Expr> expressions = new ArrayList<>();
      for (Resource each : resources) {
        expressions.add(each.value());
        each.target().ifPresent(expressions::add);
      }
      return expressions;
    }

    @Override
    public List<Stmt> inner() {
      return body;
    }
  }

  /** {@code with value as target}. */
  record Resource(Expr value, Optional<Expr> target) {}

  /**
   * A function or method.
   *
   * @param place its name
   */
  record Function(
      String name,
      List<Expr.Parameter> parameters,
      Optional<Expr> returns,
      List<Expr> decorators,
      List<Stmt> body,
      boolean isAsync,
      Place place)
      implements Stmt {
    @Override
    public List<Expr> expressions() {
      List<Expr> expressions = new ArrayList<>(decorators);
      for (Expr.Parameter parameter : parameters) {
        parameter.annotation().ifPresent(expressions::add);
        parameter.standard().ifPresent(expressions::add);
      }
      returns.ifPresent(expressions::add);
      return expressions;
    }

    @Override
    public List<Stmt> inner() {
      return body;
    }

    /** Whether calling it gives a generator: something in it yields. */
    public boolean isGenerator() {
      return statements()
          .flatMap(each -> each.expressions().stream())
          .flatMap(Expr::all)
          .anyMatch(Expr.Other.class::isInstance);
    }

    /** {@code @price.setter}: the property has its getter's name, too. */
    private boolean isSetter() {
      return decorators.stream()
          .anyMatch(
              each ->
                  each instanceof Expr.Attribute accessor
                      && Set.of("setter", "deleter").contains(accessor.name()));
    }

    /** The statements of this function, those of functions and classes in it left out. */
    public Stream<Stmt> statements() {
      return body.stream().flatMap(Stmt::sameScope);
    }
  }

  /**
   * A class.
   *
   * @param arguments its bases and keywords
   * @param place its name
   */
  record ClassDef(
      String name,
      List<Expr.Argument> arguments,
      List<Expr> decorators,
      List<Stmt> body,
      Place place)
      implements Stmt {
    @Override
    public List<Expr> expressions() {
      List<Expr> expressions = new ArrayList<>(decorators);
      for (Expr.Argument each : arguments) {
        expressions.add(each.value());
      }
      return expressions;
    }

    @Override
    public List<Stmt> inner() {
      return body;
    }

    /** The base classes as they are written. */
    public List<Expr> bases() {
      return arguments.stream()
          .filter(argument -> argument.keyword().isEmpty())
          .map(Expr.Argument::value)
          .toList();
    }

    /** The method that the class itself defines last under a name; setters are none. */
    public Optional<Function> method(String method) {
      for (int i = body.size() - 1; i >= 0; i--) {
        if (body.get(i) instanceof Function function
            && function.name().equals(method)
            && !function.isSetter()) {
          return Optional.of(function);
        }
      }
      return Optional.empty();
    }

    /** What the class body assigns last to a name. */
    public Optional<Expr> attribute(String attribute) {
      for (int i = body.size() - 1; i >= 0; i--) {
        if (body.get(i) instanceof Assign assign
            && assign.operator().equals("=")
            && assign.name().filter(attribute::equals).isPresent()) {
          return assign.value();
        }
      }
      return Optional.empty();
    }

    /** The class in its body with this name. */
    public Optional<ClassDef> nested(String nested) {
      return body.stream()
          .filter(ClassDef.class::isInstance)
          .map(ClassDef.class::cast)
          .filter(definition -> definition.name().equals(nested))
          .findFirst();
    }
  }

  /**
   * One name of an import statement.
   *
   * @param level number of leading dots
   * @param module dotted name after {@code from} or {@code import}
   * @param name what {@code from … import} takes; empty for {@code import …}, {@code *} for all
   * @param bound the name it gets here
   */
  record Import(int level, String module, String name, String bound, Place place) implements Stmt {
    @Override
    public List<Expr> expressions() {
      return List.of();
    }

    /** What is imported, as one dotted name, leading dots left out. */
    public String dotted() {
      return name.isEmpty() ? module : module.isEmpty() ? name : module + "." + name;
    }

    public boolean isWildcard() {
      return name.equals("*");
    }
  }

  /** {@code raise}, {@code break} and {@code continue}: what follows doesn't run. */
  record Leave(String keyword, List<Expr> expressions, Place place) implements Stmt {}

  /** {@code del}, {@code assert}, {@code global} and everything else without a body. */
  record Plain(String keyword, List<Expr> expressions, Place place) implements Stmt {}

  /** A {@code match}; the names that patterns bind are targets. */
  record Match(Expr subject, List<Case> cases, Place place) implements Stmt {
    @Override
    public List<Expr> expressions() {
      return Stream.concat(
              Stream.of(subject), cases.stream().flatMap(each -> each.guard().stream()))
          .toList();
    }

    @Override
    public List<Stmt> inner() {
      return cases.stream().flatMap(each -> each.body().stream()).toList();
    }
  }

  /**
   * A case of a match.
   *
   * @param bound names that its pattern binds
   * @param literals the values it matches, where its pattern is one or several of them
   * @param matchesAll whether its pattern is {@code _} or a bare name
   */
  record Case(
      List<String> bound,
      List<Expr> literals,
      boolean matchesAll,
      Optional<Expr> guard,
      List<Stmt> body) {}

  private static List<Stmt> join(List<Stmt> one, List<Stmt> other) {
    List<Stmt> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
