package org.pyreview.frameworks.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** What the body of a loop does with the element it gets. */
public final class LoopBody {

  private static final Pattern IN_PORTIONS = Pattern.compile("(?i).*(?:chunk|batch|page).*");

  /** What comes from files, requests and tables, and not from the code. */
  private static final Pattern DATA =
      Pattern.compile("(?i)(?:.*_)?(?:ids|pks|rows|records|lines|reader)");

  private static final Set<String> SAME_ELEMENTS =
      Set.of("enumerate", "list", "sorted", "set", "tuple", "reversed", "all", "iterator");
  private static final String OTHER_LOOKUPS =
      "iexact|i?(?:contains|startswith|endswith|regex)|[gl]te?|range|isnull|search|overlap|date|year";

  private final Stmt.For loop;
  private final Set<String> fromElement = new HashSet<>();

  private LoopBody(Stmt.For loop) {
    this.loop = loop;
    Bindings.names(loop.target()).forEach(fromElement::add);
    statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.value().filter(this::dependsOnElement).isPresent())
        .forEach(
            assign -> assign.targets().stream().flatMap(Bindings::names).forEach(fromElement::add));
  }

  public static LoopBody of(Stmt.For loop) {
    return new LoopBody(loop);
  }

  private Stream<Stmt> statements() {
    return loop.body().stream().flatMap(Stmt::sameScope);
  }

  /** Whether the loop may run often: over data, to its end, one element at a time. */
  public boolean isOverRows() {
    Expr iterable = loop.iterable();
    boolean isWrittenOut = iterable instanceof Expr.Collection || iterable instanceof Expr.Text;
    boolean isRange = iterable instanceof Expr.Call call && call.name().equals("range");
    boolean isInPortions =
        iterable.all().anyMatch(each -> IN_PORTIONS.matcher(nameOf(each)).matches());
    return !isWrittenOut && !isRange && !isInPortions && !loop.endsInFirstPass();
  }

  /** Whether the name of what it goes over says that it is data, of which there may be much. */
  public boolean isOverData() {
    Expr iterable = loop.iterable();
    while (iterable instanceof Expr.Call call && SAME_ELEMENTS.contains(call.name())) {
      boolean isFunction = call.callee() instanceof Expr.Name && !call.positional().isEmpty();
      iterable = isFunction ? call.positional().get(0) : call.receiver().orElse(call.callee());
    }
    return DATA.matcher(nameOf(iterable)).matches();
  }

  /**
   * Whether one condition of a call chain depends on the element, and that asks for equality: only
   * then a list of all elements' values can take its place.
   */
  public boolean comparesOneValue(Expr call) {
    int compared = 0;
    for (Expr each : call.all().toList()) {
      if (each instanceof Expr.Call inner) {
        for (Expr.Argument argument : inner.arguments()) {
          if (dependsOnElement(argument.value())) {
            int lookup = argument.keyword().lastIndexOf("__");
            String kind = lookup < 0 ? "" : argument.keyword().substring(lookup + 2);
            boolean isQ = argument.keyword().isEmpty() && argument.value() instanceof Expr.Call;
            boolean isOther = kind.matches(OTHER_LOOKUPS);
            if (isQ || isOther) {
              return false;
            }
            compared++;
          }
        }
      }
    }
    return compared == 1;
  }

  /** Whether nothing is done with what a call gives. */
  public boolean discards(Expr call) {
    return statements()
        .anyMatch(
            each ->
                each instanceof Stmt.Evaluate statement
                    && statement.value().place().equals(call.place()));
  }

  private static String nameOf(Expr expression) {
    if (expression instanceof Expr.Name name) {
      return name.id();
    }
    return expression instanceof Expr.Attribute attribute ? attribute.name() : "";
  }

  /** Whether an expression is different for every element. */
  public boolean dependsOnElement(Expr expression) {
    return expression
        .all()
        .anyMatch(each -> each instanceof Expr.Name name && fromElement.contains(name.id()));
  }

  /** Whether every pass makes the call, whatever the element is like. */
  public boolean alwaysMakes(Expr call) {
    return loop.body().stream()
        .flatMap(statement -> statement.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(each -> each.place().equals(call.place()));
  }

  /** Whether a call chain locks what it reads. */
  public boolean locksRows(Expr call) {
    return call.all()
        .anyMatch(
            each ->
                each instanceof Expr.Call inner
                    && Set.of("select_for_update", "with_for_update").contains(inner.name()));
  }

  /** Whether the body builds the object, or sets one of its attributes. */
  public boolean changes(Expr object) {
    if (!(object instanceof Expr.Name name)) {
      return false;
    }
    return statements()
        .filter(Stmt.Assign.class::isInstance)
        .flatMap(assign -> ((Stmt.Assign) assign).targets().stream())
        .anyMatch(
            target ->
                target instanceof Expr.Attribute attribute
                    && attribute.value() instanceof Expr.Name owner
                    && owner.id().equals(name.id()));
  }

  /** Whether the body, and not what goes before the loop, makes an object with a class. */
  public boolean builds(Expr object) {
    return object instanceof Expr.Name name
        && statements()
            .anyMatch(
                each ->
                    each instanceof Stmt.Assign assign
                        && assign.name().filter(name.id()::equals).isPresent()
                        && assign.value().filter(LoopBody::isOfClass).isPresent());
  }

  private static boolean isOfClass(Expr value) {
    return value instanceof Expr.Call call
        && !call.name().isEmpty()
        && Character.isUpperCase(call.name().charAt(0));
  }

  /** Whether the body uses an object below a call. */
  public boolean usesAfter(Expr object, Expr call) {
    return object instanceof Expr.Name name
        && statements()
            .flatMap(each -> each.expressions().stream())
            .flatMap(Expr::all)
            .anyMatch(
                each ->
                    each instanceof Expr.Name use
                        && use.id().equals(name.id())
                        && use.place().line() > call.place().endLine());
  }

  /** Whether the loop is left right after a call, which therefore is made once. */
  public boolean endsAfter(Expr call) {
    return statements().anyMatch(each -> each != loop && endsAfter(each.inner(), call))
        || endsAfter(loop.body(), call);
  }

  private static boolean endsAfter(List<Stmt> block, Expr call) {
    for (int i = 0; i + 1 < block.size(); i++) {
      Stmt next = block.get(i + 1);
      boolean leaves =
          next instanceof Stmt.Return
              || (next instanceof Stmt.Leave leave && !leave.keyword().equals("continue"));
      boolean makes =
          block.get(i).expressions().stream()
              .flatMap(Expr::all)
              .anyMatch(each -> each.place().equals(call.place()));
      if (leaves && makes) {
        return true;
      }
    }
    return false;
  }

  /** Whether the loop takes a large job in small parts on purpose. */
  public boolean isInPortions() {
    return statements().anyMatch(Stmt.While.class::isInstance)
        || loop.iterable()
            .all()
            .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("iterator"));
  }
}
