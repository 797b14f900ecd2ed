package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;

/**
 * What is known about a queryset where it is evaluated.
 *
 * @param model the model of its rows
 * @param loaded paths such as {@code order__customer} that it loads along, every prefix included
 * @param absent relations that are null in every row, so that reading them queries nothing
 * @param isOpen whether it may load more than that
 * @param isRefined whether it is restricted in any way
 * @param relation the reverse accessor or field of an instance that it comes from; empty if it
 *     comes from a model's manager
 * @param methods the project's manager or queryset class that has its further methods
 * @param module the file it is written in
 * @param origin the expression to which a further method can be added
 * @param sources where functions of the project made it; empty if it is made where it is written
 * @param depth of the call that makes it: 0 in the function that is read for its own sake
 * @param kept the rows that {@code Prefetch(…, to_attr=…)} keeps in attributes, by their paths
 */
public record Query(
    DjangoModel model,
    Set<String> loaded,
    Set<String> absent,
    boolean isOpen,
    boolean isRefined,
    String relation,
    Optional<ClassCode> methods,
    ModuleCode module,
    Expr origin,
    List<Source> sources,
    int depth,
    Map<String, Value.Rows> kept) {

  /**
   * A function or a manager's method that makes a queryset, before its callers go on with it.
   *
   * @param made the queryset in it
   */
  public record Source(ModuleCode module, Expr made) {}

  private static final String AT_HAND = "__=";

  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");

  /** All rows of a model. */
  static Query of(
      DjangoModel model, Optional<ClassCode> methods, ModuleCode module, Expr origin, int depth) {
    return new Query(
        model, Set.of(), Set.of(), false, false, "", methods, module, origin, List.of(), depth,
        Map.of());
  }

  Query at(ModuleCode where, Expr expression) {
    return new Query(
        model,
        loaded,
        absent,
        isOpen,
        isRefined,
        relation,
        methods,
        where,
        expression,
        sources,
        depth,
        kept);
  }

  Query refined() {
    return new Query(
        model, loaded, absent, isOpen, true, relation, methods, module, origin, sources, depth,
        kept);
  }

  Query opened() {
    return new Query(
        model, loaded, absent, true, isRefined, relation, methods, module, origin, sources, depth,
        kept);
  }

  /** The same as if a caller had made it, who is given it by a function. */
  Query givenAt(int outerDepth) {
    return depth <= outerDepth ? this : madeElsewhere(outerDepth);
  }

  /** What a manager's own method makes of rows, as the code that calls it sees it. */
  Query givenTo(ModuleCode caller, Expr call, Query before) {
    boolean isMade = !before.origin.equals(origin) || before.module != module;
    return (isMade ? madeElsewhere(depth) : this).at(caller, call);
  }

  /** What a function makes of rows that it is given: they are still its caller's to load for. */
  Query passing(ModuleCode where, Expr call, Query before) {
    return at(before.module, before.origin).from(new Source(where, call), depth);
  }

  private Query madeElsewhere(int outerDepth) {
    return from(new Source(module, origin), outerDepth);
  }

  private Query from(Source source, int outerDepth) {
    List<Source> all = new ArrayList<>(sources);
    all.add(source);
    return new Query(
        model,
        loaded,
        absent,
        isOpen,
        isRefined,
        relation,
        methods,
        module,
        origin,
        List.copyOf(all),
        outerDepth,
        kept);
  }

  Query withMethods(ClassCode definition) {
    return new Query(
        model,
        loaded,
        absent,
        isOpen,
        isRefined,
        relation,
        Optional.of(definition),
        module,
        origin,
        sources,
        depth,
        kept);
  }

  /** The same with a path, and everything on the way to it, loaded. */
  Query loading(String path) {
    Set<String> all = new HashSet<>(loaded);
    for (int end = path.indexOf("__"); end >= 0; end = path.indexOf("__", end + 2)) {
      all.add(path.substring(0, end));
    }
    all.add(path);
    return new Query(
        model, all, absent, isOpen, isRefined, relation, methods, module, origin, sources, depth,
        kept);
  }

  /** The same with rows that an attribute of its rows keeps. */
  Query keepingRows(String path, Value.Rows rows) {
    Map<String, Value.Rows> all = new HashMap<>(kept);
    all.put(path, rows);
    return new Query(
        model, loaded, absent, isOpen, isRefined, relation, methods, module, origin, sources, depth,
        all);
  }

  /** The same with a path, and whatever may be below it, loaded. */
  Query loadingAllOf(String path) {
    return loading(path).loading(path + "__*");
  }

  /** The same with a path that leads to one instance, which the code that filters has at hand. */
  Query leadingToOne(String path) {
    Set<String> all = new HashSet<>(loaded);
    all.add(path + "__*");
    all.add(path + AT_HAND);
    return new Query(
        model, all, absent, isOpen, isRefined, relation, methods, module, origin, sources, depth,
        kept);
  }

  /** The same without what only the way to a path would add. */
  Query keeping(Query before, String path) {
    Set<String> paths = new HashSet<>(loaded);
    for (String each : loaded) {
      if (!before.loaded.contains(each) && !each.startsWith(path + "__")) {
        paths.remove(each);
      }
    }
    return new Query(
        model, paths, absent, isOpen, isRefined, relation, methods, module, origin, sources, depth,
        kept);
  }

  /** The same, restricted to rows in which a relation is null. */
  Query without(String relationName) {
    Set<String> all = new HashSet<>(absent);
    all.add(relationName);
    return new Query(
        model, loaded, all, isOpen, isRefined, relation, methods, module, origin, sources, depth,
        kept);
  }

  /** The same with a path that leads back to one instance: what is below it is loaded once. */
  Query sharing(String path) {
    return path.isEmpty() ? this : loadingAllOf(path);
  }

  /** What either of two loads: a reader of both branches can't be sure that it is missing. */
  Query joined(Query other) {
    Set<String> all = new HashSet<>(loaded);
    all.addAll(other.loaded);
    Set<String> inBoth = new HashSet<>(absent);
    inBoth.retainAll(other.absent);
    // What is read is missing where it can be there.
    boolean isMoreGeneral = inBoth.size() < absent.size() && inBoth.size() == other.absent.size();
    return new Query(
        model,
        all,
        inBoth,
        isOpen || other.isOpen || !model.equals(other.model),
        isRefined && other.isRefined,
        relation,
        methods,
        isMoreGeneral ? other.module : module,
        isMoreGeneral ? other.origin : origin,
        isMoreGeneral ? other.sources : sources,
        depth,
        kept);
  }

  /**
   * Whether a method that nobody here knows made it: it may as well give a flag or a number, {@code
   * Project.objects.is_active(project)}.
   */
  public boolean isGuess() {
    return isOpen
        && origin instanceof Expr.Call call
        && call.callee() instanceof Expr.Attribute
        && !Expressions.REFINING.contains(call.name());
  }

  /** Whether other related rows are loaded where it is written: queries were counted there. */
  public boolean isTuned() {
    Optional<Expr> at = Optional.of(origin);
    while (at.isPresent() && at.get() instanceof Expr.Call call) {
      if (LOADING.contains(call.name()) && !call.arguments().isEmpty()) {
        return true;
      }
      at = call.receiver();
    }
    return false;
  }

  /**
   * Whether a path leads to one instance that isn't loaded: who filters by it has it, but what a
   * row's own method reads is another one for each row.
   */
  boolean isAtHand(String path) {
    return !isOpen && loaded.contains(path + AT_HAND) && !loaded.contains(path);
  }

  /** Whether a path is loaded, or may be. */
  public boolean loads(String path) {
    if (isOpen
        || loaded.contains(path + AT_HAND)
        || loaded.contains(path)
        || absent.contains(path.split("__")[0])) {
      return true;
    }
    for (int end = path.indexOf("__"); end >= 0; end = path.indexOf("__", end + 2)) {
      if (loaded.contains(path.substring(0, end) + "__*")) {
        return true;
      }
    }
    return false;
  }

  /** The paths loaded below another one, counted from there. */
  Set<String> below(String path) {
    Set<String> rest = new HashSet<>();
    for (String each : loaded) {
      if (each.startsWith(path + "__")) {
        rest.add(each.substring(path.length() + 2));
      }
    }
    return rest;
  }
}
