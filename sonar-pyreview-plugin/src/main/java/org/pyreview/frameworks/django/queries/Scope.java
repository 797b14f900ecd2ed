package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/** The function that is followed, and what its names hold so far. */
public final class Scope {

  private final ModuleCode module;
  private final Optional<ClassCode> owner;
  private final Optional<Stmt.Function> function;
  private final List<Access.Call> calls;
  private final Set<String> assigned = new HashSet<>();
  private final List<Stmt.For> loops = new ArrayList<>();
  private final List<Value> iterated = new ArrayList<>();
  private final List<Value> returned = new ArrayList<>();
  private Map<String, Value> names = new HashMap<>();
  private Expr keyed;
  private int unobserved;
  private int guarded;

  Scope(
      ModuleCode module,
      Optional<ClassCode> owner,
      Optional<Stmt.Function> function,
      List<Access.Call> calls) {
    this.module = module;
    this.owner = owner;
    this.function = function;
    this.calls = calls;
  }

  public ModuleCode module() {
    return module;
  }

  /** The class whose method it is. */
  public Optional<ClassCode> owner() {
    return owner;
  }

  public Optional<Stmt.Function> function() {
    return function;
  }

  /** The calls that led here; empty where the function is followed for its own sake. */
  public List<Access.Call> calls() {
    return calls;
  }

  /** The {@code for} statements around, outermost first. */
  public List<Stmt.For> loops() {
    return loops;
  }

  /** What these go over, in the same order. */
  public List<Value> iterated() {
    return iterated;
  }

  Map<String, Value> names() {
    return names;
  }

  void setNames(Map<String, Value> all) {
    names = all;
  }

  /** Attributes that were assigned so far, such as {@code order.state}. */
  Set<String> assigned() {
    return assigned;
  }

  List<Value> returned() {
    return returned;
  }

  /** Of what an expression gives, only the key is read. */
  void readsKeyOf(Expr expression) {
    keyed = expression;
  }

  boolean readsOnlyKeyOf(Expr expression) {
    return keyed == expression;
  }

  /** Error handling and logging are followed, but nobody is told. */
  void hide() {
    unobserved++;
  }

  void show() {
    unobserved--;
  }

  void enterTry() {
    guarded++;
  }

  void leaveTry() {
    guarded--;
  }

  /** Whether an exception is caught around here. */
  public boolean isGuarded() {
    return guarded > 0;
  }

  public boolean isHidden() {
    return unobserved > 0;
  }
}
