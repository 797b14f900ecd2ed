package org.pyreview.project.code;

import java.util.List;
import java.util.stream.Stream;

/** The names that code binds in its own scope. */
public final class Bindings {

  private Bindings() {}

  /** The names a statement binds itself, not those that statements in its body bind. */
  public static List<String> of(Stmt statement) {
    return Stream.concat(direct(statement), walruses(statement)).toList();
  }

  private static Stream<String> direct(Stmt statement) {
    if (statement instanceof Stmt.Assign each) {
      return each.targets().stream().flatMap(Bindings::names);
    }
    if (statement instanceof Stmt.For each) {
      return names(each.target());
    }
    if (statement instanceof Stmt.With each) {
      return each.resources().stream()
          .flatMap(resource -> resource.target().stream())
          .flatMap(Bindings::names);
    }
    if (statement instanceof Stmt.Function each) {
      return Stream.of(each.name());
    }
    if (statement instanceof Stmt.ClassDef each) {
      return Stream.of(each.name());
    }
    if (statement instanceof Stmt.Import each) {
      return each.isWildcard() ? Stream.empty() : Stream.of(each.bound());
    }
    if (statement instanceof Stmt.Try each) {
      return each.handlers().stream()
          .flatMap(handler -> handler.name().stream())
          .flatMap(Bindings::names);
    }
    if (statement instanceof Stmt.Match each) {
      return each.cases().stream().flatMap(one -> one.bound().stream());
    }
    return Stream.empty();
  }

  private static Stream<String> walruses(Stmt statement) {
    return statement.expressions().stream()
        .flatMap(Expr::all)
        .filter(Expr.Walrus.class::isInstance)
        .map(each -> ((Expr.Walrus) each).target().id());
  }

  /** The names in the target of an assignment or loop. */
  public static Stream<String> names(Expr target) {
    if (target instanceof Expr.Name name) {
      return Stream.of(name.id());
    }
    if (target instanceof Expr.Collection each) {
      return each.elements().stream().flatMap(Bindings::names);
    }
    return target instanceof Expr.Star star ? names(star.value()) : Stream.empty();
  }
}
