package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The names that code binds in its own scope. */
public final class Bindings {

  private Bindings() {}

  /** The names a statement binds itself, not those that statements in its body bind. */
  public static List<String> of(Stmt statement) {
    List<String> names = new ArrayList<>();
    addDirect(statement, names);
    for (Expr each : statement.expressions()) {
      addWalruses(each, names);
    }
    return names;
  }

  private static void addDirect(Stmt statement, List<String> names) {
    if (statement instanceof Stmt.Assign each) {
      each.targets().forEach(target -> add(target, names));
    } else if (statement instanceof Stmt.For each) {
      add(each.target(), names);
    } else if (statement instanceof Stmt.With each) {
      each.resources()
          .forEach(resource -> resource.target().ifPresent(target -> add(target, names)));
    } else if (statement instanceof Stmt.Function each) {
      names.add(each.name());
    } else if (statement instanceof Stmt.ClassDef each) {
      names.add(each.name());
    } else if (statement instanceof Stmt.Import each) {
      if (!each.isWildcard()) {
        names.add(each.bound());
      }
    } else if (statement instanceof Stmt.Try each) {
      each.handlers().forEach(handler -> handler.name().ifPresent(name -> add(name, names)));
    } else if (statement instanceof Stmt.Match each) {
      each.cases().forEach(one -> names.addAll(one.bound()));
    }
  }

  private static void addWalruses(Expr expression, List<String> names) {
    if (expression instanceof Expr.Walrus walrus) {
      names.add(walrus.target().id());
    }
    for (Expr child : expression.children()) {
      addWalruses(child, names);
    }
  }

  /** The names in the target of an assignment or loop. */
  public static Stream<String> names(Expr target) {
    List<String> names = new ArrayList<>();
    add(target, names);
    return names.stream();
  }

  private static void add(Expr target, List<String> names) {
    if (target instanceof Expr.Name name) {
      names.add(name.id());
    } else if (target instanceof Expr.Collection each) {
      each.elements().forEach(element -> add(element, names));
    } else if (target instanceof Expr.Star star) {
      add(star.value(), names);
    }
  }
}
